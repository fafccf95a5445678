import BallastCore

extension CheckpointStore {
    /// The newest checkpoint from which a run can go on with the same bits, all of it read and
    /// compared with its checksums.
    ///
    /// - Returns: its step, nil where there is none, and the newer checkpoints that are damaged,
    ///   the newest first, each with what is wrong.
    func newestSound() -> (step: Int?, damaged: [(step: Int, fault: BallastError)]) {
        var damaged: [(step: Int, fault: BallastError)] = []
        for step in steps().reversed() {
            do {
                let record = try read(step).record
                guard record.canResume else { continue }
                for other in record.snapshots ?? [] where other < step { _ = try read(other) }
                return (step, damaged)
            } catch let fault as BallastError {
                damaged.append((step, fault))
            } catch {
                damaged.append((step, BallastError(.badInput, "\(error)", at: tensorPath(step))))
            }
        }
        return (nil, damaged)
    }
}
