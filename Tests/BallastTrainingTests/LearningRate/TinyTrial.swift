import BallastDNNL
import BallastEvents
import BallastTraining

/// A training whose steps take less than a millisecond.
enum TinyTrial {
    /// An MLP on 8×8 pixels, batches of 16.
    static func configuration(
        _ change: (inout RunConfiguration) -> Void = { _ in }
    ) -> RunConfiguration {
        var configuration = RunConfiguration()
        configuration.data = "shapes7:train=128,test=32"
        configuration.imageSize = 8
        configuration.model = "mlp"
        configuration.batchSize = 16
        configuration.threads = 1
        configuration.steps = 100
        change(&configuration)
        return configuration
    }

    static func training(
        _ change: (inout RunConfiguration) -> Void = { _ in }
    ) throws -> TrialTraining {
        try TrialTraining(configuration(change)) { DNNLBackend(threads: $0) }
    }

    static var unlimited: EffortBudget { EffortBudget(.none, now: { 0 }) }

    /// A search that takes a second.
    static var finder: LearningRateFinder {
        var finder = LearningRateFinder()
        (finder.seedCount, finder.confirmationCount, finder.horizon) = (2, 1, 32)
        finder.rangeTest.points = 40
        (finder.sharpnessBatches, finder.warmSteps) = (2, 5)
        return finder
    }
}
