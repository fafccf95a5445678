import BallastCore
import BallastGraph

/// One parameter on its way through a chain of transforms.
public struct ParameterUpdate {
    public let slot: StateSlot
    /// What the update is subtracted from: the committed value, unless a transform decays it.
    public var parameter: Tensor
    /// The gradient at the start of the chain, what is subtracted from the parameter at its end.
    public var update: Tensor

    public init(slot: StateSlot, parameter: Tensor, update: Tensor) {
        self.slot = slot
        self.parameter = parameter
        self.update = update
    }

    /// The same parameter with another update.
    public func with(_ update: Tensor) -> ParameterUpdate {
        ParameterUpdate(slot: slot, parameter: parameter, update: update)
    }

    /// Whether this is a bias, or scale or shift of a normalization layer: anything of rank 1.
    public var isNormOrBias: Bool { slot.shape.rank <= 1 }
}
