import BallastGraph

/// In training zeroes elements at random and scales the others by 1/(1 − rate); otherwise passes
/// its input on.
///
/// Source: Srivastava et al. 2014.
public struct Dropout: Layer {
    public var rate: Double

    /// - Parameter rate: the probability with which an element is zeroed, in `0 ..< 1`.
    public init(_ rate: Double = 0.5) {
        precondition(rate >= 0 && rate < 1, "dropout rate \(rate) is not in 0 ..< 1")
        self.rate = rate
    }

    public func callAsFunction(_ input: Tensor, in trace: Trace) -> Tensor {
        guard trace.mode == .training, rate > 0 else { return input }
        return trace.scoped { input.droppedOut(rate: rate) }
    }
}
