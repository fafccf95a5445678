import BallastGraph

/// An average of the weights over the steps: `a ← decay·a + (1 − decay)·w` with the new weights w.
///
/// State: `ema/…` of the kind `average`, which begins as a copy of the parameter.
///
/// Source: Polyak and Juditsky 1992.
public struct ExponentialMovingAverage: Hashable, Sendable {
    public var decay: Double

    /// - Parameter decay: the weight of the past, in `0 ..< 1`, such as 0.999.
    public init(decay: Double) {
        precondition(decay >= 0 && decay < 1, "a decay of \(decay) is not in 0 ..< 1")
        self.decay = decay
    }

    func callAsFunction(_ parameter: Tensor, of slot: StateSlot, in trace: UpdateTrace) {
        let (average, write) = trace.state(.average, "ema", for: slot, .parameter)
        write(average * decay + parameter * (1 - decay))
    }
}
