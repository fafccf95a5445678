/// What to do about a cause.
public struct Remedy: Codable, Hashable, Sendable {
    /// One or two sentences for a person.
    public var summary: String
    /// The configuration keys to change; empty where the data or the code has to be mended.
    public var change: ConfigurationChange

    public init(summary: String, change: ConfigurationChange = .init()) {
        self.summary = summary
        self.change = change
    }
}
