import BallastEvents

extension CauseCase {
    private static let deep = "mlp:depth=6,width=32"
    private static let convolutions = "cnn:depth=2,width=8"

    static let all = rates + models + data + rules

    private static let rates: [CauseCase] = [
        CauseCase(
            cause: .learningRateTooHigh, name: "a perceptron at twenty times its rate",
            fault: { $0.learningRate = 1 }),
        CauseCase(
            cause: .learningRateTooHigh, name: "convolutions that never learn",
            base: { $0.model = convolutions }, fault: { $0.learningRate = 1 }),
        CauseCase(
            cause: .learningRateTooHigh, name: "batch norm at sixty times its rate",
            base: {
                $0.model = convolutions
                $0.normalization = .batch
            }, fault: { $0.learningRate = 3 }),
        CauseCase(
            cause: .missingWarmup, name: "the first steps of RMSprop",
            base: {
                $0.model = "mlp:depth=4,width=32"
                $0.optimizer = .rmsprop
                $0.momentum = 0
                $0.initialization = .he
                $0.learningRate = 0.01
                $0.warmup = 20
            }, fault: { $0.warmup = 0 }),
        CauseCase(
            cause: .scheduleJump, name: "a hundredfold rate, a checkpoint just before it",
            base: { $0.learningRate = 0.02 },
            fault: {
                $0.schedule = try ScheduleSpec(
                    parsing: "multistep:milestones=80,gamma=100,every=step")
            }),
        CauseCase(
            cause: .scheduleJump,
            name: "a rate of 25 times as much, after which nothing is learned",
            base: { $0.learningRate = 0.02 },
            fault: {
                $0.schedule = try ScheduleSpec(
                    parsing: "multistep:milestones=80,gamma=25,every=step")
            }),
    ]

    private static let models: [CauseCase] = [
        CauseCase(
            cause: .batchnormStatisticsLag, name: "statistics of the last two hundred steps",
            base: {
                $0.model = convolutions
                $0.normalization = .batch
                $0.batchnormMomentum = 0.005
                $0.learningRate = 0.1
                $0.reestimate = 4
            }, fault: { $0.reestimate = 0 }),
        CauseCase(
            cause: .batchnormStatisticsLag, name: "slower statistics at twice the rate",
            base: {
                $0.model = convolutions
                $0.normalization = .batch
                $0.batchnormMomentum = 0.003
                $0.learningRate = 0.2
                $0.reestimate = 4
            }, fault: { $0.reestimate = 0 }),
        CauseCase(
            cause: .batchnormBatchTooSmall, name: "dense layers normalized over pairs",
            base: {
                $0.normalization = .group
                $0.initialization = .he
                $0.batchSize = 2
                $0.learningRate = 0.002
                $0.steps = 600
                $0.validateEvery = .every(36)
            }, fault: { $0.normalization = .batch }),
        CauseCase(
            cause: .deadUnits, name: "shifts that keep rectifiers shut",
            base: {
                $0.initialization = .he
                $0.learningRate = 0.02
            }, fault: { $0.initialization = Initialization(.he, bias: -4) }),
        CauseCase(
            cause: .vanishingGradient, name: "small weights",
            base: {
                $0.model = deep
                $0.initialization = .he
                $0.learningRate = 0.02
            }, fault: { $0.initialization = .normal(0.01) }),
        CauseCase(
            cause: .vanishingGradient, name: "sigmoids",
            base: {
                $0.model = deep
                $0.initialization = .he
                $0.learningRate = 0.02
            },
            fault: {
                $0.activation = .sigmoid
                $0.initialization = .normal(0.1)
            }),
        CauseCase(
            cause: .explodingGradient, name: "large weights, not a number after three steps",
            base: {
                $0.model = deep
                $0.initialization = .he
                $0.learningRate = 0.01
            }, fault: { $0.initialization = .normal(1) }),
        CauseCase(
            cause: .explodingGradient, name: "large weights, units dead after them",
            base: {
                $0.model = deep
                $0.initialization = .he
                $0.learningRate = 0.01
            }, fault: { $0.initialization = .normal(0.5) }),
    ]
}
