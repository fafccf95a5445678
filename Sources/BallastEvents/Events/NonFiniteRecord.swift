/// The first tensor of a step that is not finite, in the order in which the step computes. Where
/// all elements are, the first whose squares sum to more than float32 holds.
public struct NonFiniteRecord: Codable, Hashable, Sendable {
    /// The part of a step that a tensor belongs to.
    public enum Phase: String, Codable, Sendable, CaseIterable {
        /// What the step was given: images.
        case input
        /// Parameters, statistics and activations on the way to the loss.
        case forward
        /// The loss itself, or its gradient, of finite logits.
        case loss
        /// Gradients of activations and parameters.
        case backward
        /// What the optimizer proposes, its own state included.
        case update
    }

    public var step: Int
    /// What it is, such as `images`, `conv1.weight`, `conv1 output` or `conv1.weight gradient`.
    public var tensor: String
    /// The model's layer that it belongs to; empty where there is none.
    public var layer: String
    public var phase: Phase

    public init(step: Int, tensor: String, layer: String, phase: Phase) {
        self.step = step
        self.tensor = tensor
        self.layer = layer
        self.phase = phase
    }
}
