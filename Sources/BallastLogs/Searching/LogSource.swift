/// The files that make up one run's log.
public struct LogSource: Hashable, Sendable {
    /// A file, and what its place tells about its contents.
    struct Part: Hashable {
        let path: String
        /// What stands in front of its columns' names, such as `validation`.
        var prefix = ""
        /// The metric that an MLflow file holds.
        var metric: String?
    }

    /// The run's file or folder.
    public let path: String
    /// What to call the run among others: its path below the folder that was searched.
    public let name: String
    var parts: [Part]

    /// The files that are read.
    public var files: [String] { parts.map(\.path) }

    init(path: String, name: String, parts: [Part]) {
        self.path = path
        self.name = name
        self.parts = parts
    }
}
