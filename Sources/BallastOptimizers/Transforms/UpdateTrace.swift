import BallastGraph

/// What a transform needs while it is traced: the numbers of the step and slots of its own.
public struct UpdateTrace {
    public let builder: GraphBuilder
    /// Collects the slots that transforms name.
    public let registry: OptimizerRegistry

    public init(_ builder: GraphBuilder, registry: OptimizerRegistry = OptimizerRegistry()) {
        self.builder = builder
        self.registry = registry
    }

    public var learningRate: Tensor { builder.scalar(.learningRate) }
    /// The number of this update, counted from 1.
    public var step: Tensor { builder.scalar(.step) }
    /// 1 on the first update, otherwise 0.
    public var isFirstStep: Tensor { builder.scalar(.isFirstStep) }

    /// `1 − βᵗ`
    public func biasCorrection(_ beta: Double) -> Tensor {
        builder.scalar(.biasCorrection(beta))
    }

    /// A tensor of the parameter's shape that is kept between steps: its committed value, and how
    /// to propose the next.
    ///
    /// - Parameters:
    ///   - role: what it is, such as `momentum`; the slot is named `role/parameter`.
    ///   - initial: the value of all elements before the first step.
    public func state(
        _ role: String, for parameter: StateSlot, initial: Double = 0
    ) -> (value: Tensor, write: (Tensor) -> Void) {
        state(.optimizer, role, for: parameter, .constant(initial))
    }

    func state(
        _ kind: StateSlot.Kind, _ role: String, for parameter: StateSlot,
        _ initial: OptimizerRegistry.InitialValue
    ) -> (value: Tensor, write: (Tensor) -> Void) {
        let slot = StateSlot(
            kind, "\(role)/\(parameter.name)", shape: parameter.shape, parameter: parameter.name)
        registry.register(slot, initial)
        let builder = builder
        return (builder.read(slot), { builder.write($0, to: slot) })
    }
}
