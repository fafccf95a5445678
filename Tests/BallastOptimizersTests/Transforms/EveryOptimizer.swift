import BallastOptimizers
import Testing

/// Every optimizer and clip with what it keeps between steps, for the contract suite.
struct EveryOptimizer: CustomTestStringConvertible {
    let testDescription: String
    let optimizer: Optimizer
    /// The roles of its slots.
    let roles: Set<String>

    init(_ description: String, _ optimizer: Optimizer, _ roles: Set<String> = []) {
        testDescription = description
        self.optimizer = optimizer
        self.roles = roles
    }

    static let all = descents + adaptive + clips

    static let descents = [
        EveryOptimizer("sgd", .sgd()),
        EveryOptimizer("sgd, decay", .sgd(weightDecay: 0.1)),
        EveryOptimizer("sgd, momentum", .sgd(momentum: .constant(0.9)), ["momentum"]),
        EveryOptimizer("sgd, scheduled momentum", .sgd(momentum: .scheduled), ["momentum"]),
        EveryOptimizer(
            "sgd, dampening", .sgd(momentum: .constant(0.9), dampening: 0.5), ["momentum"]),
        EveryOptimizer(
            "sgd, nesterov", .sgd(momentum: .constant(0.9), nesterov: true), ["momentum"]),
    ]

    static let adaptive = [
        EveryOptimizer("adam", .adam(), ["firstMoment", "secondMoment"]),
        EveryOptimizer(
            "adam, scheduled", .adam(beta1: .scheduled, weightDecay: 0.1),
            ["firstMoment", "secondMoment"]),
        EveryOptimizer("adamw", .adamw(), ["firstMoment", "secondMoment"]),
        EveryOptimizer(
            "adam, update clip", .adam(updateClip: 1), ["firstMoment", "secondMoment"]),
        EveryOptimizer("rmsprop", .rmsprop(), ["squareAverage"]),
        EveryOptimizer(
            "rmsprop, centered, momentum", .rmsprop(centered: true, momentum: .constant(0.9)),
            ["squareAverage", "gradientAverage", "momentum"]),
    ]

    static let clips = [
        EveryOptimizer("value", Optimizer.sgd().preceded(by: ClipByValue(1))),
        EveryOptimizer("global norm", Optimizer.sgd().preceded(by: ClipByGlobalNorm(1))),
        EveryOptimizer("adaptive", Optimizer.sgd().preceded(by: AdaptiveGradientClip())),
        EveryOptimizer("average", Optimizer.sgd().averaging(decay: 0.9), ["ema"]),
        EveryOptimizer("constant", Optimizer.sgd().preceded(by: ScaleByConstant(0.5))),
    ]
}
