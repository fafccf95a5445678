import BallastGraph

/// Where an optimizer's momentum (for Adam: β₁) comes from.
public enum MomentumSource: Hashable, Sendable {
    case constant(Double)
    /// The caller gives it at each step, as a one-cycle schedule does.
    case scheduled

    var isZero: Bool { self == .constant(0) }

    /// `tensor · momentum`
    func scale(_ tensor: Tensor, in trace: UpdateTrace) -> Tensor {
        switch self {
        case .constant(let value): tensor * value
        case .scheduled: tensor * trace.builder.scalar(.momentum)
        }
    }

    /// `tensor · (1 − momentum)`
    func scaleComplement(_ tensor: Tensor, in trace: UpdateTrace) -> Tensor {
        switch self {
        case .constant(let value): tensor * (1 - value)
        case .scheduled: tensor * (-trace.builder.scalar(.momentum) + 1)
        }
    }

    /// `1 − momentumᵗ`, by the present momentum where it moves, as PyTorch has it.
    func biasCorrection(in trace: UpdateTrace) -> Tensor {
        switch self {
        case .constant(let value): return trace.biasCorrection(value)
        case .scheduled:
            let logarithm = trace.builder.scalar(.momentum).unary(.logarithm)
            return -(logarithm * trace.step).unary(.exponential) + 1
        }
    }
}
