/// Reads one source of runs as it grows: a run directory, or the log of another program.
protocol RunReader: AnyObject {
    /// The path of the source.
    var path: String { get }
    /// The runs as they were read last, in their order.
    var runs: [ReadRun] { get }
    /// Whether it holds more than summaries.
    var isHeld: Bool { get }
    /// Whether there is more to read than was read.
    var isBehind: Bool { get }
    /// Whether there is something that was not judged yet.
    var isJudgeable: Bool { get }

    /// Reads what has come.
    ///
    /// - Parameters:
    ///   - now: seconds since 1970-01-01 UTC.
    ///   - isWanted: whether somebody looks at it, so that details are needed.
    ///   - budget: the bytes that may be read; those that were are taken from it.
    /// - Returns: whether anything changed that is shown.
    func read(now: Double, isWanted: Bool, budget: inout Int) -> Bool

    /// Judges what was read.
    ///
    /// - Returns: whether anything changed that is shown.
    func judge(now: Double) -> Bool

    /// Lets go of everything but the summaries.
    func rest()
}
