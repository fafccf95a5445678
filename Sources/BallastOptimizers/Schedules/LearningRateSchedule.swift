/// A learning rate as a pure function of how far the run is.
///
/// The index counts steps or epochs, whichever the run counts, from 0; the first update is made
/// with the rate at index 0. Values equal those of the `torch.optim.lr_scheduler` class that each
/// schedule names, so that nothing but the index must be stored to go on with a run.
public protocol LearningRateSchedule: Sendable {
    /// - Parameters:
    ///   - base: the run's own learning rate, PyTorch's `initial_lr`.
    ///   - index: at least 0.
    func learningRate(base: Double, at index: Int) -> Double

    /// The momentum (Adam's first decay) that the schedule prescribes; nil: it prescribes none.
    func momentum(at index: Int) -> Double?
}

extension LearningRateSchedule {
    public func momentum(at index: Int) -> Double? {
        nil
    }
}
