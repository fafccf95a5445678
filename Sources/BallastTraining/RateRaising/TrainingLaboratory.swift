import BallastCore
import BallastData
import BallastEvents
import BallastRuntime

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Trains what a race asks for, from fresh weights, and writes nothing.
///
/// The data is loaded once. Validation reads the same images for all, up to ``validationImages`` of
/// the validation data with the classes in their proportions.
public final class TrainingLaboratory: RemedyLaboratory {
    /// The images of each validation, about.
    public static let validationImages = 512
    /// The iterations of the sweep that a search begins with where nothing is known.
    static let sweepPoints = 40
    /// The steps that tell the pace, and the part of the time that steps get; the rest is for
    /// validations and compiling.
    static let paceSteps = 8
    public static let stepTime = 0.6

    public let configuration: RunConfiguration
    public let data: RunData
    private let budget: EffortBudget
    private let now: () -> Double
    private let processorTime: () -> Double
    private let makeBackend: (Int) -> any Backend
    private let sample: any ImageDataset
    private var scaled: [PixelScale: RunData] = [:]
    /// As measured where the budget is in seconds.
    private(set) var secondsPerStep: Double?
    /// The last training asked for; questions about one mostly follow each other.
    private var last: (remedies: RemedySet, training: TrialTraining)?

    /// - Parameters:
    ///   - data: that of the configuration.
    ///   - budget: what all of it may spend; a validation counts for its time, not its steps.
    ///   - now: seconds from any origin.
    ///   - processorTime: seconds that the process has computed, all threads together.
    ///   - makeBackend: makes the backend for a number of threads.
    public init(
        _ configuration: RunConfiguration, data: RunData, budget: EffortBudget,
        now: @escaping () -> Double, processorTime: @escaping () -> Double,
        makeBackend: @escaping (_ threads: Int) -> any Backend
    ) {
        self.configuration = configuration
        self.data = data
        self.budget = budget
        self.now = now
        self.processorTime = processorTime
        self.makeBackend = makeBackend
        let fraction = Double(Self.validationImages) / Double(data.validation.count)
        sample =
            fraction < 1
            ? DatasetSplit.stratified(data.validation, fraction: fraction, seed: 0).validation
            : data.validation
        scaled[configuration.pixels] = data
    }

    public var isSpent: Bool { budget.isSpent }

    public var isInterrupted: Bool { budget.isInterrupted }

    public var guessingLoss: Double { log(Double(data.classNames.count)) }

    /// About how many steps of the baseline the budget has left; nil where it has no limit.
    func affordableSteps() throws -> Int? {
        switch budget.limit {
        case .none: return nil
        case .steps(let allowed): return max(0, allowed - budget.steps)
        case .seconds(let allowed):
            let training = try training(RemedySet())
            _ = try training.losses(2, spending: budget)
            let start = now()
            _ = try training.losses(Self.paceSteps, spending: budget)
            let pace = max(1e-6, (now() - start) / Double(Self.paceSteps))
            secondsPerStep = pace
            return Int(max(0, Self.stepTime * (allowed - budget.seconds)) / pace)
        }
    }

    public func stableRate(
        of remedies: RemedySet, effort: StabilityEffort, near guess: Double?
    ) throws -> StableRateInterval {
        let training = try training(remedies)
        let runner = RateTrialRunner(training, horizon: effort.horizon)
        var search = StableRateSearch(resolution: effort.resolution)
        search.bounds = 1e-8...100
        return try search.interval(
            of: runner, seeds: training.seeds(effort.seeds),
            guess: try guess ?? sweep(training), spending: budget)
    }

    /// A rate to begin with: half of that at which a sweep diverges.
    private func sweep(_ training: TrialTraining) throws -> Double {
        var test = RangeTest()
        test.points = Self.sweepPoints
        let seed = training.setup.configuration.seed
        let curve = try test.curve(of: training, seed: seed, spending: budget)
        return LearningRateFinder.guess(
            nil, RangeSummary([curve]), else: configuration.learningRate)
    }

    public func course(
        of remedies: RemedySet, rate: Double, seed: UInt64, length: Int
    ) throws -> RemedyCourse? {
        let training = try training(remedies)
        try training.begin(seed: seed)
        let setup = training.setup
        var run = setup.configuration
        run.learningRate = rate
        let steps = length + configuration.warmup
        let schedule = RateSchedule(
            run, totalSteps: steps,
            totalEpochs: (steps + setup.stepsPerEpoch - 1) / setup.stepsPerEpoch)
        var course = RemedyCourse(
            learningRate: rate, seed: seed, length: steps,
            validations: [try validation(setup, step: 0)], isFinite: true, stepSeconds: 0,
            imagesPerStep: setup.batchSize * run.accumulate)
        var durations: [Double] = []
        while training.steps < steps, course.isFinite {
            guard !budget.isSpent else { return nil }
            let (step, epoch) = (training.steps, training.steps / setup.stepsPerEpoch)
            let start = processorTime()
            let outcome = try training.step(
                learningRate: schedule.learningRate(step: step, epoch: epoch),
                momentum: schedule.momentum(step: step, epoch: epoch), spending: budget)
            durations.append((processorTime() - start) / Double(setup.threads))
            course.isFinite = outcome.isFinite
            if course.isFinite, RacePlan.validates(at: step + 1, of: steps) {
                course.validations.append(try validation(setup, step: step + 1))
            }
        }
        // The lower quartile: what else goes on in a machine only makes steps longer.
        course.stepSeconds = durations.sorted()[durations.count / 4]
        return course
    }

    private func validation(_ setup: TrainingSetup, step: Int) throws -> ValidationPoint {
        let evaluator = Evaluator(
            dataset: sample, normalization: setup.data.normalization, batchSize: 128,
            classes: data.classNames.count)
        return ValidationPoint(step: step, loss: try evaluator.totals(of: setup.engine).loss)
    }

    private func training(_ remedies: RemedySet) throws -> TrialTraining {
        if let last, last.remedies == remedies { return last.training }
        last = nil
        var changed = try remedies.change.applied(to: configuration)
        // Rates are the highest of a schedule.
        if case .oneCycle(var cycle) = changed.schedule.form {
            cycle.maximum = nil
            changed.schedule.form = .oneCycle(cycle)
        }
        let setup = try TrainingSetup(
            changed, data: try data(changed.pixels), makeBackend: makeBackend)
        let training = try TrialTraining(setup)
        last = (remedies, training)
        return training
    }

    /// The data with another scale of its pixels.
    private func data(_ pixels: PixelScale) throws -> RunData {
        if let known = scaled[pixels] { return known }
        let made = try data.scaled(pixels)
        scaled[pixels] = made
        return made
    }
}
