/// What has come to one run's log since the last look.
public struct LogUpdate: Sendable {
    /// What the run is called.
    public var name: String
    /// The file or folder of the run.
    public var path: String
    /// The new points, in the order in which they were written; where ``isRestart`` is set all
    /// points there are.
    public var points: [LogPoint]
    /// Whether what was handed over before no longer holds: the run was taken up from an earlier
    /// step, the file was written anew, or a surer column for a channel has appeared.
    public var isRestart: Bool
}
