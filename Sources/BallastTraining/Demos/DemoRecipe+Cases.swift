import BallastEvents

extension DemoRecipe {
    /// A rate at which the validation loss leaves the training loss for a while.
    static func validationSpike(_ model: String?, isFull: Bool) throws -> DemoRecipe {
        var run = observed
        run.data = "fashion-mnist:0-6"
        run.momentum = 0.7
        run.weightDecay = 0.001
        run.steps = 60
        run.validateEvery = .every(1)
        run.validationBatches = .count(1)
        run.checkpointEvery = .every(60)
        run.initialization = .normal(0.03)
        switch model ?? "googlenet-small" {
        case "googlenet-small":
            run.model = isFull ? "googlenet" : "googlenet-small"
            run.imageSize = isFull ? 64 : 32
            run.learningRate = 0.12
        case "resnet18-small":
            run.model = "resnet18-small"
            run.imageSize = 16
            run.learningRate = 0.12
        case "lenet5":
            run.model = "lenet5"
            run.learningRate = 0.8
        case let other:
            throw unknown(
                other, .validationSpike, ["googlenet-small", "resnet18-small", "lenet5"])
        }
        return DemoRecipe(
            name: .validationSpike,
            question: "My validation loss goes to hundreds when I raise the learning rate, and "
                + "comes back after 20 to 30 iterations. What is wrong, and how can I go higher?",
            broken: run,
            companions: [ConfigurationChange([.learningRate: 0.02])])
    }

    /// A plain deep network on pixels as they come.
    static var nanAfterOneStep: DemoRecipe {
        var run = observed
        run.data = "shapes7:train=4000,test=1000"
        run.imageSize = 32
        run.model = "cnn:depth=8,width=32"
        run.normalization = NormalizationChoice.none
        run.pixels = .bytes
        run.learningRate = 0.003
        run.momentum = 0
        run.steps = 300
        run.validateEvery = .every(20)
        run.checkpointEvery = .every(300)
        return DemoRecipe(
            name: .nanAfterOneStep,
            question: "The loss is NaN after the first iteration unless the rate is below 1e-3. "
                + "What could push it up?",
            broken: run)
    }

    /// A high rate under a plateau rule.
    static var spikeAtEpoch: DemoRecipe {
        var plateau = PlateauSpec()
        plateau.patience = 2
        plateau.factor = 0.5
        var run = observed
        run.data = "shapes7:train=2000,test=700"
        run.imageSize = 32
        run.model = "lenet5"
        run.learningRate = 0.1
        run.momentum = 0.9
        run.batchSize = 32
        run.epochs = 20
        run.schedule = ScheduleSpec(.plateau(plateau))
        run.checkpointEvery = .epoch
        return DemoRecipe(
            name: .spikeAtEpoch,
            question: "The validation loss jumps at one epoch and then falls again. Is that a "
                + "problem of the training, and which?",
            broken: run)
    }

    /// Batch norm over a handful of images.
    static var smallBatchNorm: DemoRecipe {
        var run = observed
        run.data = "shapes7:train=2000,test=700"
        run.imageSize = 16
        run.model = "cnn:depth=6,width=16"
        run.normalization = .batch
        run.batchSize = 2
        run.learningRate = 0.05
        run.steps = 1000
        run.validateEvery = .every(50)
        run.checkpointEvery = .every(500)
        return DemoRecipe(
            name: .smallBatchNorm,
            question: "Validation is unstable with batch norm and small batches. Is it the batch "
                + "size?",
            broken: run)
    }

    /// Samples permuted once, then always in the same order.
    static var fixedOrder: DemoRecipe {
        var run = observed
        run.data = "shapes7:train=1000,test=700"
        run.imageSize = 16
        run.model = "cnn:depth=4,width=16"
        run.order = .fixed
        run.batchSize = 32
        run.learningRate = 0.1
        run.epochs = 20
        run.checkpointEvery = .epoch
        return DemoRecipe(
            name: .fixedOrder,
            question: "I shuffle my data once before the loader, with shuffle=False. Is that "
                + "enough?",
            broken: run)
    }

    /// A run that nothing interferes with.
    private static var observed: RunConfiguration {
        var run = RunConfiguration()
        run.guardMode = .observe
        return run
    }
}
