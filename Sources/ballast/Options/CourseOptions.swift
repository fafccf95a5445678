import ArgumentParser
import Ballast

struct CourseOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Passes over the training data. (default: 10)", valueName: "number"))
    var epochs: Int?

    @Option(help: ArgumentHelp("Updates to make, instead of --epochs.", valueName: "number"))
    var steps: Int?

    @Option(help: ArgumentHelp("Images of a batch. (default: 128)", valueName: "number"))
    var batchSize: Int?

    @Option(
        help: ArgumentHelp(
            "Batches whose gradients make one update. (default: 1)", valueName: "number"))
    var accumulate: Int?

    @Option(help: ArgumentHelp("Validate every N steps. (default: epoch)", valueName: "N|epoch"))
    var validateEvery: String?

    @Option(
        help: ArgumentHelp("Batches of each validation. (default: all)", valueName: "K|all"))
    var validationBatches: String?

    @Option(
        help: ArgumentHelp(
            "Training batches over which running statistics are taken anew before each "
                + "validation. (default: 0, none)",
            valueName: "batches"))
    var reestimate: Int?

    @Option(
        help: ArgumentHelp(
            "Stop after N validations without improvement, with the best weights. Also "
                + "min-delta=X, start-epoch=E, metric=loss|accuracy. (default: never)",
            valueName: "patience=N[,…]"))
    var earlyStop: String?

    @Option(
        help: ArgumentHelp(
            "Checkpoint every N steps, beside step 0 and the end. (default: epoch)",
            valueName: "N|epoch"))
    var checkpointEvery: String?

    @Option(
        help: ArgumentHelp(
            "Keep the newest N checkpoints alone, of 2 or more, beside the first, the best and "
                + "those from before spikes. (default: all)",
            valueName: "N|all"))
    var keepCheckpoints: String?

    @Option(
        help: ArgumentHelp(
            "Checkpoint every new best validation by this metric. (default: none beside the "
                + "others)"))
    var bestMetric: ValidationMetric?

    @Option(help: ArgumentHelp("The k of top-k accuracy. (default: 5)", valueName: "k"))
    var topK: Int?

    @Option(
        name: .customLong("guard"),
        help: "What to do about an unsound step. (default: repair)")
    var guardMode: GuardMode?

    @Option(help: "How much a step measures of itself. (default: economy)")
    var probes: ProbePreset?

    func collect(into changes: inout ConfigurationChanges) throws {
        changes.set(.epochs, optional: \.epochs, epochs)
        changes.set(.steps, optional: \.steps, steps)
        changes.set(.batchSize, \.batchSize, batchSize)
        changes.set(.accumulate, \.accumulate, accumulate)
        changes.set(
            .validateEvery, \.validateEvery,
            try parsed(validateEvery, .validateEvery, "a number of steps or 'epoch'"))
        changes.set(
            .validationBatches, \.validationBatches,
            try parsed(validationBatches, .validationBatches, "a number of batches or 'all'"))
        changes.set(.reestimate, \.reestimate, reestimate)
        changes.set(
            .earlyStop, optional: \.earlyStop,
            try earlyStop.map { try EarlyStopSpec(parsing: $0) })
        changes.set(
            .checkpointEvery, \.checkpointEvery,
            try parsed(checkpointEvery, .checkpointEvery, "a number of steps or 'epoch'"))
        changes.set(
            .keepCheckpoints, \.keepCheckpoints,
            try parsed(keepCheckpoints, .keepCheckpoints, "a number of 2 or more, or 'all'"))
        changes.set(.bestMetric, optional: \.bestMetric, bestMetric)
        changes.set(.topK, \.topK, topK)
        changes.set(.guardMode, \.guardMode, guardMode)
        changes.set(.probes, \.probes, probes)
    }

    private func parsed<Value: LosslessStringConvertible>(
        _ text: String?, _ key: RunConfiguration.Key, _ domain: String
    ) throws -> Value? {
        guard let text else { return nil }
        guard let value = Value(text) else {
            throw BallastError(
                .usage, "the value is '\(text)'", at: key.option, mend: "give \(domain)")
        }
        return value
    }
}
