import BallastEvents
import BallastOptimizers

extension Optimizer {
    /// The optimizer that a configuration asks for, clipping in front.
    public init(_ configuration: RunConfiguration, cyclesMomentum: Bool) {
        let momentum: MomentumSource =
            cyclesMomentum ? .scheduled : .constant(configuration.momentum)
        let beta1: MomentumSource = cyclesMomentum ? .scheduled : .constant(configuration.beta1)
        let skipping = !configuration.decayNormsAndBiases
        var optimizer =
            switch configuration.optimizer {
            case .sgd:
                Optimizer.sgd(
                    momentum: momentum, dampening: configuration.dampening,
                    nesterov: configuration.nesterov, weightDecay: configuration.weightDecay,
                    skippingNormsAndBiases: skipping)
            case .adam:
                Optimizer.adam(
                    beta1: beta1, beta2: configuration.beta2, epsilon: configuration.epsilon,
                    updateClip: configuration.updateClip, weightDecay: configuration.weightDecay,
                    skippingNormsAndBiases: skipping)
            case .adamw:
                Optimizer.adamw(
                    beta1: beta1, beta2: configuration.beta2, epsilon: configuration.epsilon,
                    updateClip: configuration.updateClip, weightDecay: configuration.weightDecay,
                    skippingNormsAndBiases: skipping)
            case .rmsprop:
                Optimizer.rmsprop(
                    smoothing: configuration.alpha, epsilon: configuration.epsilon,
                    momentum: momentum, weightDecay: configuration.weightDecay,
                    skippingNormsAndBiases: skipping)
            }
        if let limit = configuration.adaptiveClip {
            optimizer = optimizer.preceded(by: AdaptiveGradientClip(limit))
        }
        if let limit = configuration.clipNorm {
            optimizer = optimizer.preceded(by: ClipByGlobalNorm(limit))
        }
        if let limit = configuration.clipValue {
            optimizer = optimizer.preceded(by: ClipByValue(limit))
        }
        if let decay = configuration.ema { optimizer = optimizer.averaging(decay: decay) }
        self = optimizer
    }
}
