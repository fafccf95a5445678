extension Optimizer {
    /// Stochastic gradient descent with the semantics of PyTorch's `SGD`.
    ///
    /// - Parameters:
    ///   - weightDecay: added to the gradient as `weightDecay · parameter`.
    ///   - skippingNormsAndBiases: whether decay spares parameters of rank 1.
    /// - Precondition: Nesterov momentum has momentum and no dampening.
    public static func sgd(
        momentum: MomentumSource = .constant(0), dampening: Double = 0, nesterov: Bool = false,
        weightDecay: Double = 0, skippingNormsAndBiases: Bool = false
    ) -> Optimizer {
        precondition(!nesterov || !momentum.isZero, "Nesterov momentum of 0")
        var transforms: [any GradientTransform] = [
            AddDecayedWeights(weightDecay, skippingNormsAndBiases: skippingNormsAndBiases)
        ]
        if !momentum.isZero {
            transforms.append(TraceMomentum(momentum, dampening: dampening, nesterov: nesterov))
        }
        return Optimizer(TransformChain(transforms + [ScaleByLearningRate()]))
    }

    /// Adam with the semantics of PyTorch's `Adam`: decay is added to the gradient.
    ///
    /// - Parameter updateClip: how many times its usual size a gradient may have before its update
    ///   is shortened, as ``ScaleByAdam`` says; nil: no limit.
    public static func adam(
        beta1: MomentumSource = .constant(0.9), beta2: Double = 0.999, epsilon: Double = 1e-8,
        updateClip: Double? = nil, weightDecay: Double = 0, skippingNormsAndBiases: Bool = false
    ) -> Optimizer {
        Optimizer(
            AddDecayedWeights(weightDecay, skippingNormsAndBiases: skippingNormsAndBiases)
                .followed(
                    by: ScaleByAdam(
                        beta1: beta1, beta2: beta2, epsilon: epsilon, updateClip: updateClip)
                )
                .followed(by: ScaleByLearningRate()))
    }

    /// Adam with decoupled weight decay, with the semantics of PyTorch's `AdamW`.
    ///
    /// - Parameter updateClip: as that of Adam.
    public static func adamw(
        beta1: MomentumSource = .constant(0.9), beta2: Double = 0.999, epsilon: Double = 1e-8,
        updateClip: Double? = nil, weightDecay: Double = 0.01, skippingNormsAndBiases: Bool = false
    ) -> Optimizer {
        Optimizer(
            DecayParameters(weightDecay, skippingNormsAndBiases: skippingNormsAndBiases)
                .followed(
                    by: ScaleByAdam(
                        beta1: beta1, beta2: beta2, epsilon: epsilon, updateClip: updateClip)
                )
                .followed(by: ScaleByLearningRate()))
    }

    /// RMSprop with the semantics of PyTorch's `RMSprop`; momentum acts on the scaled gradient.
    public static func rmsprop(
        smoothing: Double = 0.99, epsilon: Double = 1e-8, centered: Bool = false,
        momentum: MomentumSource = .constant(0), weightDecay: Double = 0,
        skippingNormsAndBiases: Bool = false
    ) -> Optimizer {
        var transforms: [any GradientTransform] = [
            AddDecayedWeights(weightDecay, skippingNormsAndBiases: skippingNormsAndBiases),
            ScaleByRMS(smoothing: smoothing, epsilon: epsilon, centered: centered),
        ]
        if !momentum.isZero { transforms.append(TraceMomentum(momentum)) }
        return Optimizer(TransformChain(transforms + [ScaleByLearningRate()]))
    }
}
