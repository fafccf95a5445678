import BallastGraph

/// Momentum as in PyTorch's `SGD`: `b ← μ·b + (1 − dampening)·g`, on the first step `b ← g`; the
/// update is `b`, with Nesterov's look-ahead `g + μ·b`.
///
/// State: `momentum/…`.
public struct TraceMomentum: GradientTransform {
    public var momentum: MomentumSource
    public var dampening: Double
    public var isNesterov: Bool

    /// - Precondition: Nesterov's look-ahead has no dampening.
    public init(_ momentum: MomentumSource, dampening: Double = 0, nesterov: Bool = false) {
        precondition(!nesterov || dampening == 0, "Nesterov momentum has no dampening")
        self.momentum = momentum
        self.dampening = dampening
        isNesterov = nesterov
    }

    public func callAsFunction(
        _ updates: [ParameterUpdate], in trace: UpdateTrace
    ) -> [ParameterUpdate] {
        // The buffer begins with zeros, so that only dampening tells the first step from others.
        let share = dampening == 0 ? nil : trace.isFirstStep * dampening + (1 - dampening)
        return updates.map { item in
            let (buffer, write) = trace.state("momentum", for: item.slot)
            let taken = share.map { item.update * $0 } ?? item.update
            let moved = momentum.scale(buffer, in: trace) + taken
            write(moved)
            return item.with(isNesterov ? item.update + momentum.scale(moved, in: trace) : moved)
        }
    }
}
