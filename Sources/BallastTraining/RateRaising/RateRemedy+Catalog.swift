import BallastEvents

extension RateRemedy {
    /// Every remedy that there is.
    ///
    /// Their strengths are those that the sources of the methods use; what a training can bear is
    /// found by trials, not by them.
    ///
    /// - Parameters:
    ///   - batchSize: that of the training.
    ///   - warmup: the steps of the warm-up.
    public static func all(batchSize: Int, warmup: Int) -> [RateRemedy] {
        optimizers + networks + clips + courses(warmup: warmup) + [
            // Goyal et al. 2017: k times the images bear up to k times the rate.
            RateRemedy(
                "batch-size", ConfigurationChange([.batchSize: .integer(4 * batchSize)]),
                slots: [.batch]),
            RateRemedy("accumulate", ConfigurationChange([.accumulate: 4]), slots: [.batch]),
            RateRemedy(
                "label-smoothing", ConfigurationChange([.labelSmoothing: 0.1]), slots: [.labels]),
        ]
    }

    private static var optimizers: [RateRemedy] {
        let sgd: [RunConfiguration.Key: ConfigurationValue] = [
            .optimizer: "sgd", .momentum: 0.9, .dampening: 0.0,
        ]
        return [
            RateRemedy(
                "momentum", ConfigurationChange(sgd).merged(with: .init([.nesterov: false])),
                slots: [.optimizer, .momentum]),
            RateRemedy(
                "nesterov", ConfigurationChange(sgd).merged(with: .init([.nesterov: true])),
                slots: [.optimizer, .momentum]),
            RateRemedy(
                "adam", ConfigurationChange([.optimizer: "adam", .nesterov: false]),
                slots: [.optimizer, .momentum]),
            RateRemedy(
                "adamw",
                ConfigurationChange([
                    .optimizer: "adamw", .nesterov: false, .weightDecay: 0.01,
                ]), slots: [.optimizer, .momentum, .decay]),
            RateRemedy(
                "weight-decay", ConfigurationChange([.weightDecay: 5e-4]), slots: [.decay]),
        ]
    }

    private static var networks: [RateRemedy] {
        [
            RateRemedy(
                "standardized-pixels", ConfigurationChange([.pixels: "standardized"]),
                slots: [.pixels]),
            RateRemedy(
                "batch-norm", ConfigurationChange([.normalization: "batch"]),
                slots: [.normalization]),
            RateRemedy(
                "group-norm", ConfigurationChange([.normalization: "group"]),
                slots: [.normalization]),
        ]
            + ["he", "torchvision", "pytorch-default", "normal:0.01"].map { name in
                RateRemedy(
                    "init-\(name.split(separator: ":")[0])",
                    ConfigurationChange([.initialization: .text(name)]), slots: [.initialization])
            }
    }

    private static var clips: [RateRemedy] {
        [
            // Pascanu et al. 2013.
            RateRemedy("clip-norm", ConfigurationChange([.clipNorm: 1.0]), slots: [.clipping]),
            // Brock et al. 2021, whose ratio for such batches it is.
            RateRemedy(
                "adaptive-clip", ConfigurationChange([.adaptiveClip: 0.01]), slots: [.clipping]),
        ]
    }

    private static func courses(warmup: Int) -> [RateRemedy] {
        [
            RateRemedy(
                "warmup", ConfigurationChange([.warmup: .integer(warmup)]), slots: [.warmup]),
            RateRemedy(
                "onecycle", ConfigurationChange([.schedule: "onecycle", .warmup: 0]),
                slots: [.schedule, .warmup]),
            RateRemedy("cosine", ConfigurationChange([.schedule: "cosine"]), slots: [.schedule]),
        ]
    }

    /// The remedies that make a difference to a configuration, and that it can have.
    ///
    /// Where weights come from a file, the remedies that need another network, or other first
    /// weights, are left out.
    ///
    /// - Throws: what applying a change throws.
    public static func applicable(
        to configuration: RunConfiguration, warmup: Int
    ) throws -> [RateRemedy] {
        let remedies = all(batchSize: configuration.batchSize, warmup: warmup)
        return try remedies.compactMap { remedy in
            guard
                configuration.weights == nil
                    || remedy.slots.isDisjoint(with: [.normalization, .initialization])
            else { return nil }
            let changed = try remedy.change.applied(to: configuration)
            let difference = try ConfigurationChange.difference(from: configuration, to: changed)
            guard !difference.isEmpty else { return nil }
            return RateRemedy(remedy.name, difference, slots: remedy.slots)
        }
    }
}
