/// Where a record came from.
public struct RecordSource: Codable, Hashable, Sendable {
    /// `ballast-run`, or the format of a foreign log.
    public var kind: String
    public var path: String
    /// The number of steps in it.
    public var steps: Int

    public init(kind: String, path: String, steps: Int) {
        self.kind = kind
        self.path = path
        self.steps = steps
    }
}
