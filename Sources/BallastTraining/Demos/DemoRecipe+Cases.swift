import BallastEvents

extension DemoRecipe {
    /// A rate at which the validation loss leaves the training loss for a while.
    static func validationSpike(_ model: String?, isFull: Bool) throws -> DemoRecipe {
        var run = observed
        run.data = "fashion-mnist:0-6"
        run.momentum = 0.7
        run.weightDecay = 0.001
        run.steps = 60
        run.validateEvery = .every(2)
        run.validationBatches = .count(1)
        run.initialization = .normal(0.03)
        switch model ?? "googlenet-small" {
        case "googlenet-small":
            run.model = isFull ? "googlenet" : "googlenet-small"
            run.imageSize = isFull ? 64 : 32
            run.learningRate = 0.12
        case "resnet18-small":
            run.model = "resnet18-small"
            run.imageSize = 16
            // The warm-up and the smaller weights keep the training calm at a rate at which the
            // statistics still lag: shortcuts leave less to multiply up than GoogLeNet's layers.
            run.initialization = .normal(0.02)
            run.warmup = 10
            run.learningRate = 0.08
            run.steps = 50
        case "lenet5":
            // No batch norm to lag: here the rate itself is too high.
            run.model = "lenet5"
            run.initialization = .normal(0.1)
            run.learningRate = 0.4
        case let other:
            throw unknown(
                other, .validationSpike, ["googlenet-small", "resnet18-small", "lenet5"])
        }
        return DemoRecipe(
            name: .validationSpike,
            question: "My validation loss goes to hundreds when I raise the learning rate, and "
                + "comes back after 20 to 30 iterations. What is wrong, and how can I go higher?",
            broken: run,
            companions: [ConfigurationChange([.learningRate: 0.02])],
            replayRuns: model == "lenet5" ? 12 : 4)
    }

    /// A plain deep network on pixels as they come, 0 to 255: it trains at 0.001 and below.
    static var nanAfterOneStep: DemoRecipe {
        var run = observed
        run.data = "fashion-mnist:0-6"
        run.model = "mlp:depth=12,width=64"
        run.normalization = NormalizationChoice.none
        run.initialization = .normal(0.16)
        run.pixels = .bytes
        run.batchSize = 64
        run.learningRate = 0.03
        run.momentum = 0
        run.steps = 300
        run.validateEvery = .every(1)
        run.validationBatches = .count(4)
        run.checkpointEvery = .every(300)
        return DemoRecipe(
            name: .nanAfterOneStep,
            question: "The highest rate I can use is 1e-3. Above it the loss is NaN after the "
                + "first iterations. What could push the rate up?",
            broken: run, references: [ConfigurationChange([.learningRate: 0.001])])
    }

    /// A high rate under a plateau rule, with batch norm whose statistics follow slowly, by the
    /// momentum that Keras has by default.
    static var spikeAtEpoch: DemoRecipe {
        var plateau = PlateauSpec()
        plateau.patience = 2
        plateau.factor = 0.5
        var run = observed
        run.data = "shapes7:train=1600,test=350"
        run.imageSize = 16
        run.model = "cnn:depth=6,width=16"
        run.normalization = .batch
        run.batchnormMomentum = 0.01
        run.learningRate = 0.1
        run.momentum = 0.9
        run.batchSize = 32
        run.epochs = 14
        run.schedule = ScheduleSpec(.plateau(plateau))
        run.checkpointEvery = .epoch
        return DemoRecipe(
            name: .spikeAtEpoch,
            question: "The validation loss jumps at one epoch and then falls again. Is that a "
                + "problem of the training, and which?",
            broken: run)
    }

    /// Batch norm over two images.
    static var smallBatchNorm: DemoRecipe {
        var run = observed
        run.data = "fashion-mnist:0-6"
        run.model = "mlp:depth=4,width=64"
        run.normalization = .batch
        run.batchSize = 2
        run.learningRate = 0.03
        run.momentum = 0
        run.steps = 1000
        run.validateEvery = .every(50)
        run.validationBatches = .count(128)
        run.checkpointEvery = .every(500)
        return DemoRecipe(
            name: .smallBatchNorm,
            question: "With batch norm and the two images that fit into my memory, hardly anything "
                + "is learned. Is it the batch size?",
            broken: run, replayRuns: 6)
    }

    /// Samples permuted once, then always in the same batches, which batch norm lets a model know
    /// by heart.
    static var fixedOrder: DemoRecipe {
        var run = observed
        run.data = "shapes7:train=320,test=350"
        run.imageSize = 16
        run.model = "cnn:depth=4,width=16"
        run.normalization = .batch
        run.order = .fixed
        run.batchSize = 4
        run.learningRate = 0.1
        run.momentum = 0
        run.epochs = 25
        run.checkpointEvery = .epoch
        return DemoRecipe(
            name: .fixedOrder,
            question: "I shuffle my data once before the loader, with shuffle=False. Is that "
                + "enough?",
            broken: run, replayRuns: 12)
    }

    /// A run that nothing interferes with.
    private static var observed: RunConfiguration {
        var run = RunConfiguration()
        run.guardMode = .observe
        return run
    }
}
