import BallastCore
import BallastData
import BallastEvents
import BallastRuntime

/// Finds what raises the learning rate that a training can bear, and makes it faster.
///
/// ```swift
/// let raiser = try RateRaiser(configuration)
/// let found = try raiser.raise(
///     spending: EffortBudget(.steps(20_000), now: { 0 }), now: { 0 }, processorTime: { 0 },
///     makeBackend: { DNNLBackend(threads: $0) })
/// let better = try raiser.configuration(of: found)
/// ```
public struct RateRaiser {
    public let configuration: RunConfiguration
    public let data: RunData
    /// Steps of a whole training; fewer where the budget needs it.
    public var horizon = 400
    /// The names of the remedies that are tried; nil: all that make a difference.
    public var only: [String]?

    /// Begins with a configuration.
    ///
    /// - Throws: ``BallastError`` for options that cannot be meant and data that cannot be used.
    public init(_ configuration: RunConfiguration) throws {
        self.configuration = try configuration.validated()
        data = try RunData(self.configuration)
    }

    /// Begins with the configuration of a run and the data that it had.
    ///
    /// - Parameter threads: nil for those of the run, as far as this machine has them.
    /// - Throws: ``BallastError`` for a run that is missing or damaged, and where the data changed.
    public init(run path: String, threads: Int? = nil) throws {
        let manifest = try RunDirectory(opening: path).manifest()
        var configuration = manifest.configuration
        configuration.threads =
            threads ?? configuration.threads
            ?? min(manifest.machine.threads, ThreadChoice.processors)
        self.configuration = try configuration.validated()
        data = try RunData(
            self.configuration,
            normalization: PixelNormalization(manifest.preprocessing))
        guard data.digest == manifest.datasetDigest else {
            throw BallastError(
                .badInput, "the data is not what it was when the run began", at: path,
                mend: "restore the data")
        }
    }

    /// Races the remedies within the budget.
    ///
    /// With a budget in steps the answer is always the same; the time to the target is counted in
    /// images then, else in seconds.
    ///
    /// - Parameters:
    ///   - now: seconds from any origin.
    ///   - processorTime: seconds that the process has computed, all threads together; per thread
    ///     they are the time of steps, whatever else the machine does.
    /// - Throws: what compilation and the data throw, and ``BallastError`` of kind `usage` for the
    ///   name of a remedy that does not exist.
    public func raise(
        spending budget: EffortBudget, now: @escaping () -> Double,
        processorTime: @escaping () -> Double,
        makeBackend: @escaping (_ threads: Int) -> any Backend,
        observe: @escaping (RateRaisingProgress) -> Void = { _ in }
    ) throws -> RateRaising {
        let laboratory = TrainingLaboratory(
            configuration, data: data, budget: budget, now: now, processorTime: processorTime,
            makeBackend: makeBackend)
        var remedies = try remedies(horizon)
        let affordable = try laboratory.affordableSteps()
        let length = RacePlan.horizon(
            horizon, remedies: remedies.count, affordableSteps: affordable)
        let warning =
            budget.isInterrupted
            ? nil : shortBudget(remedies.count, affordable, laboratory.secondsPerStep)
        if let warning { observe(.note(warning)) }
        // A shorter horizon has a shorter warm-up.
        remedies = try self.remedies(length)
        let cost: RaceCost = if case .steps = budget.limit { .images } else { .seconds }
        let race = RemedyRace(
            RacePlan(horizon: length), by: cost, firstSeed: configuration.seed, in: laboratory,
            observe: observe)
        var found = try race.run(remedies)
        if length < horizon {
            found.notes.append("the budget cut the trainings to \(length) of \(horizon) steps")
        }
        if let warning { found.notes.append(warning) }
        return found
    }

    /// About how many minutes the shortest race of so many remedies takes.
    public static func shortestMinutes(remedies: Int, secondsPerStep: Double) -> Int {
        let steps = RacePlan.steps(horizon: RacePlan.fewestSteps, remedies: remedies)
        let seconds = Double(steps) * secondsPerStep / TrainingLaboratory.stepTime
        return max(1, Int((seconds / 60).rounded(.up)))
    }

    /// What to say of a budget that is too short for a race; nil where it is not.
    private func shortBudget(_ remedies: Int, _ affordable: Int?, _ pace: Double?) -> String? {
        let needed = RacePlan.steps(horizon: RacePlan.fewestSteps, remedies: remedies)
        guard let affordable, affordable < needed else { return nil }
        let budget =
            pace.map {
                "--budget \(Self.shortestMinutes(remedies: remedies, secondsPerStep: $0))m"
            } ?? "--budget \(needed)steps"
        return "the budget is short: a race of \(remedies) remedies takes about \(needed) steps; "
            + "give \(budget), or fewer remedies by --only"
    }

    private func remedies(_ horizon: Int) throws -> [RateRemedy] {
        let all = try RateRemedy.applicable(to: configuration, warmup: max(10, horizon / 8))
        guard let only else { return all }
        let known = RateRemedy.all(batchSize: 1, warmup: 1).map(\.name)
        if let wrong = only.first(where: { !known.contains($0) }) {
            throw BallastError(
                .usage, "there is no remedy '\(wrong)'", at: "--only",
                mend: "choose from " + known.joined(separator: ", "))
        }
        return all.filter { only.contains($0.name) }
    }

    /// The configuration that `train` takes: the one begun with, at the best rate, with the best
    /// remedies. Its own length stays.
    ///
    /// - Throws: what applying a change throws.
    public func configuration(of found: RateRaising) throws -> RunConfiguration {
        let standing = found.best ?? found.baseline
        var result = try standing.remedies.change.applied(to: configuration)
        if let rate = standing.learningRate { result.learningRate = rate }
        (result.out, result.resume) = (nil, nil)
        if case .oneCycle(var cycle) = result.schedule.form {
            cycle.maximum = nil
            result.schedule.form = .oneCycle(cycle)
        }
        return try result.validated()
    }
}
