import BallastCore
import BallastEvents
import BallastReference
import BallastStability

extension RunReplayer {
    /// Multiplications of one step beyond which the naive loops take minutes.
    private static let work = 1e10

    /// Makes the steps of a request as the run did up to the first refused one, and that one and
    /// those behind it in 64 bits, from the same state and on the same batches.
    ///
    /// - Throws: ``BallastError`` of kind `unsupported` for a model that is too large for it.
    func replayInDoubles(
        _ request: ReplayRequest, shouldStop: () -> Bool
    ) throws -> RunRecord {
        let before = try replay(
            ReplayRequest(.unchanged, fromStep: request.fromStep, toStep: request.toStep),
            shouldStop: shouldStop)
        guard before.status == .diverged, let refused = before[.trainLoss].steps.last else {
            return before
        }
        let base = try setup(for: observing)
        let work =
            Double(base.engine.parameterCount) * Double(base.data.imageShape.count)
            / Double(base.data.imageShape[0]) * Double(base.batchSize)
        guard work < Self.work else {
            throw BallastError(
                .unsupported, "the model is too large to repeat its steps in 64 bits", at: "replay")
        }
        var configuration = observing
        // Between steps the state is kept in 32 bits, which running variances may not fit into;
        // training does not read them, so that they may as well stand still.
        configuration.batchnormMomentum = 1e-30
        let exact = try TrainingSetup(configuration, data: base.data) { _ in ReferenceBackend() }
        var record = before
        record.series = before.series.mapValues { $0.within(0...(refused - 1)) }
        record.status = nil
        let loop = TrainingLoop(exact) {
            record.add(RunEvent($0, time: 0))
        }
        loop.adopt(try standing(at: refused - 1))
        while loop.completedSteps < request.toStep, !shouldStop() {
            guard try loop.step().action != .stop else {
                record.status = .diverged
                break
            }
        }
        return record
    }
}
