/// What to do about a cause.
public struct Remedy: Codable, Hashable, Sendable {
    /// One or two sentences for a person.
    public var summary: String
    /// The configuration keys to change; empty where the data or the code has to be mended.
    public var change: ConfigurationChange
    /// A few lines for the framework that the run was made with; nil for runs of Ballast.
    public var code: String?

    public init(
        summary: String, change: ConfigurationChange = .init(), code: String? = nil
    ) {
        self.summary = summary
        self.change = change
        self.code = code
    }
}
