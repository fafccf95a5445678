import BallastEvents
import BallastRuntime

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Trains a recipe at both of its rates and probes the second run after every iteration.
///
/// Both runs are ordinary run directories, `low-rate` and `high-rate`, whose journals hold the
/// probes as validations of their own mode.
public struct ValidationSpikeExperiment {
    public let recipe: ValidationSpikeRecipe
    /// The directory that both run directories are made in.
    public let directory: String
    private let machine: MachineSummary
    private let now: () -> Double
    private let makeBackend: (Int) -> any Backend

    /// - Parameters:
    ///   - now: seconds since 1970, for the events.
    ///   - makeBackend: makes the backend for a number of threads.
    public init(
        _ recipe: ValidationSpikeRecipe, at directory: String, machine: MachineSummary,
        now: @escaping () -> Double, makeBackend: @escaping (_ threads: Int) -> any Backend
    ) {
        self.recipe = recipe
        self.directory = directory
        self.machine = machine
        self.now = now
        self.makeBackend = makeBackend
    }

    /// - Parameters:
    ///   - shouldStop: asked before every iteration; true ends both runs.
    ///   - progress: called after every iteration with the number of iterations made in both runs
    ///     together and the curves so far of the run that is under way.
    /// - Throws: what the runs throw, such as for data that is not installed.
    public func run(
        shouldStop: () -> Bool = { false },
        progress: (_ done: Int, ValidationSpikeCurves) -> Void
    ) throws -> ValidationSpikeOutcome {
        let (lowPath, highPath) = ("\(directory)/low-rate", "\(directory)/high-rate")
        let (low, classes) = try train(
            recipe.lowRate, at: lowPath, isProbed: false, shouldStop: shouldStop
        ) { progress($0.trainLoss.count, $0) }
        let (high, _) = try train(
            recipe.highRate, at: highPath, isProbed: true, shouldStop: shouldStop
        ) { progress(recipe.steps + $0.trainLoss.count, $0) }
        return ValidationSpikeOutcome(
            recipe: recipe, classes: classes, guessingLoss: log(Double(classes)), low: low,
            high: high, lowPath: lowPath, highPath: highPath)
    }

    /// The curves of one run, and the number of classes.
    private func train(
        _ rate: Double, at path: String, isProbed: Bool, shouldStop: () -> Bool,
        afterStep: (ValidationSpikeCurves) -> Void
    ) throws -> (ValidationSpikeCurves, classes: Int) {
        var curves = ValidationSpikeCurves(learningRate: rate)
        let run = try TrainingRun(
            recipe.configuration(learningRate: rate), at: path, machine: machine, now: now,
            makeBackend: makeBackend
        ) { curves.add($0) }
        _ = try run.run(shouldStop: shouldStop) { loop in
            if isProbed {
                try loop.probe(.batchStatistics)
                try loop.probe(.reestimated, reestimationBatches: recipe.reestimationBatches)
            }
            afterStep(curves)
        }
        return (curves, run.loop.setup.data.classNames.count)
    }
}
