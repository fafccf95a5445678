import BallastCore
import BallastGraph

extension Trace {
    /// Names a parameter of this layer and reads its committed value.
    ///
    /// - Parameters:
    ///   - name: the name within the layer, such as `weight`.
    ///   - initializer: how the parameter begins.
    /// - Precondition: a parameter of this name and another shape has not been traced.
    public func parameter(_ name: String, _ shape: Shape, _ initializer: Initializer) -> Tensor {
        let slot = StateSlot(.parameter, qualified(name), shape: shape)
        registry.register(slot, initializer, isFrozen: isFrozen(slot.name))
        return scoped { builder.read(slot) }
    }

    /// The weight of a convolution or linear layer, `(O, I, …)`: a parameter whose initializer
    /// yields to ``initialization``.
    public func weight(_ shape: Shape, _ initializer: Initializer) -> Tensor {
        parameter("weight", shape, initialization.weightInitializer(replacing: initializer))
    }

    /// Names a running statistic of this layer.
    ///
    /// - Precondition: a statistic of this name and another shape has not been traced.
    public func statistic(
        _ name: String, _ shape: Shape, _ initializer: Initializer
    ) -> RunningStatistic {
        let slot = StateSlot(.runningStatistic, qualified(name), shape: shape)
        registry.register(slot, initializer, isFrozen: isFrozen(slot.name))
        return RunningStatistic(slot: slot, trace: self)
    }
}
