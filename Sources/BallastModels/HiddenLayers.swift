import BallastGraph
import BallastNN

/// What stands behind the weights of a model's hidden layers: normalization and activation.
struct HiddenLayers: Sendable {
    var normalize: NormalizationLayer
    var activate: Activation

    /// - Parameters:
    ///   - usual: the model's own normalization.
    ///   - epsilon: of the normalization.
    init(_ options: ModelOptions, usual: Normalization, epsilon: Double = 1e-5) {
        normalize = (options.normalization ?? usual).layer(
            epsilon: epsilon, momentum: options.batchNormMomentum ?? 0.1)
        activate = options.activation ?? .relu
    }

    /// Whether convolutions have a bias: normalization would undo it.
    var needsBias: Bool { normalize.normalization == .none }
}

extension ModelOptions {
    /// The trace of a model with these options.
    func initialized(_ trace: Trace) -> Trace {
        trace.initialized(initialization.adapted(to: activation ?? .relu))
    }
}
