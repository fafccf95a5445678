/// What a path holds.
public struct LogSurvey: Sendable {
    /// Runs of Ballast itself, which are opened as such and not read as logs.
    public var ballastRuns: [String] = []
    /// What may be the log of a run, by name.
    public var sources: [LogSource] = []
    /// Whether the search was cut short by its limits.
    public var isCut = false

    public init() {}
}
