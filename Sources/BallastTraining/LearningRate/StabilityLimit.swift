import BallastEvents

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Up to which learning rate an optimizer is stable on a quadratic of given curvature.
///
/// With the largest eigenvalue λ₁ of the loss's Hessian and the rate η, a fixed optimizer shrinks
/// every error as long as `η·(λ₁ + decay) < product`:
///
/// | optimizer | product | decay |
/// |---|---|---|
/// | SGD, momentum β, dampening τ | `2(1 + β) / (1 − τ)` | weight decay |
/// | SGD, Nesterov's momentum β | `2(1 + β) / (1 + 2β)` | weight decay |
/// | Adam, of the preconditioned Hessian | `2(1 + β₁) / (1 − β₁)`, 38 for β₁ = 0.9 | – |
/// | AdamW, likewise | the same | `weight decay · (1 + β₁) / (1 − β₁)` |
/// | RMSprop, likewise, momentum β | `2(1 + β)` | – |
///
/// The preconditioned Hessian is `P⁻¹H` with the diagonal P that the optimizer divides by. Weight
/// decay that Adam and RMSprop divide by P too is left out: it is far below the sharpness. Clipping
/// is not in the formulae; with it higher rates may be stable.
///
/// Sources: Cohen et al. 2021, "Gradient descent on neural networks typically occurs at the edge
/// of stability", appendix B, for momentum and Nesterov; Cohen et al. 2022, "Adaptive gradient
/// methods at the edge of stability", for Adam. The rest follows from the same recurrences at the
/// root −1: `z² − (1 + β − η(1 − τ)λ)·z + β`.
public struct StabilityLimit: Hashable, Sendable {
    /// The bound of `η·(λ₁ + decay)`.
    public let product: Double
    /// What weight decay adds to the sharpness.
    public let decay: Double
    /// Whether λ₁ is that of the preconditioned Hessian.
    public let isPreconditioned: Bool

    public init(_ configuration: RunConfiguration) {
        let momentum = configuration.heldMomentum
        switch configuration.optimizer {
        case .sgd:
            isPreconditioned = false
            decay = configuration.weightDecay
            product =
                configuration.nesterov
                ? 2 * (1 + momentum) / (1 + 2 * momentum)
                : 2 * (1 + momentum) / (1 - configuration.dampening)
        case .adam, .adamw:
            isPreconditioned = true
            product = 2 * (1 + momentum) / (1 - momentum)
            decay =
                configuration.optimizer == .adamw
                ? configuration.weightDecay * (1 + momentum) / (1 - momentum) : 0
        case .rmsprop:
            isPreconditioned = true
            product = 2 * (1 + momentum)
            decay = 0
        }
    }

    /// The highest stable learning rate.
    ///
    /// - Returns: infinity where nothing curves upward, and nan for a sharpness of nan.
    public func learningRate(sharpness: Double) -> Double {
        let curvature = sharpness + decay
        return curvature <= 0 ? .infinity : product / curvature
    }

    /// `1 − βᵗ`, by which Adam divides its averages; 1 for β = 0.
    static func biasCorrection(_ decay: Double, step: Int) -> Double {
        1 - pow(decay, Double(step))
    }
}

extension RunConfiguration {
    /// The momentum, for Adam β₁, of a run while its rate is highest: a cycling schedule has its
    /// lowest momentum then.
    var heldMomentum: Double {
        if case .oneCycle(let cycle) = schedule.form, cycle.cyclesMomentum {
            return cycle.baseMomentum
        }
        return optimizer == .adam || optimizer == .adamw ? beta1 : momentum
    }
}
