import BallastEvents

/// Makes the steps of a run again, with one thing changed.
public protocol ReplayRunner {
    /// The steps from which a replay can begin, in order.
    var startingSteps: [Int] { get }

    /// Makes the steps of a request. The run itself is not touched.
    ///
    /// - Parameter shouldStop: asked before every step.
    /// - Returns: the replay's record, its steps counted as the run's are; it ends early where a
    ///   non-finite update was refused.
    /// - Throws: ``BallastError`` where a checkpoint cannot be used or a change cannot be made.
    func replay(_ request: ReplayRequest, shouldStop: () -> Bool) throws -> RunRecord
}
