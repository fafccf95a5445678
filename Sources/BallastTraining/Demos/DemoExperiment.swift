import BallastCore
import BallastEvents
import BallastRuntime
import BallastStability

/// Trains the broken run of a recipe, diagnoses it by re-runs, and trains it again repaired.
///
/// All runs are ordinary run directories: `broken`, `repaired`, `repaired-1`, … of the companions
/// and `reference-1`, … of the references.
public struct DemoExperiment {
    public let recipe: DemoRecipe
    /// The directory that the run directories are made in.
    public let directory: String
    private let machine: MachineSummary
    private let now: () -> Double
    private let makeBackend: (Int) -> any Backend

    /// - Parameters:
    ///   - now: seconds since 1970, for the events.
    ///   - makeBackend: makes the backend for a number of threads.
    public init(
        _ recipe: DemoRecipe, at directory: String, machine: MachineSummary,
        now: @escaping () -> Double, makeBackend: @escaping (_ threads: Int) -> any Backend
    ) {
        self.recipe = recipe
        self.directory = directory
        self.machine = machine
        self.now = now
        self.makeBackend = makeBackend
    }

    /// - Parameters:
    ///   - shouldStop: asked before every step; true ends whatever runs.
    ///   - progress: called with what is being done, and how far it is in steps of how many.
    /// - Returns: nil where `shouldStop` was true.
    /// - Throws: what the runs throw, such as for data that is not installed.
    public func run(
        shouldStop: @escaping () -> Bool = { false },
        progress: @escaping (DiagnosisProgress) -> Void
    ) throws -> DemoOutcome? {
        let before = try train(recipe.broken, "broken", shouldStop, progress)
        guard !shouldStop() else { return nil }
        let diagnosis = try diagnosis(of: before, shouldStop, progress)
        guard !shouldStop() else { return nil }
        var outcome = DemoOutcome(recipe: recipe, before: before, diagnosis: diagnosis)
        for (index, change) in recipe.references.enumerated() where !shouldStop() {
            outcome.references.append(
                try train(
                    try change.applied(to: recipe.broken), "reference-\(index + 1)", shouldStop,
                    progress))
        }
        let change = diagnosis.repair
        guard !change.isEmpty else {
            return outcome
        }
        let repaired = try change.applied(to: recipe.broken)
        outcome.after = try train(repaired, "repaired", shouldStop, progress)
        for (index, companion) in recipe.companions.enumerated() where !shouldStop() {
            // The companion's own value wins where the remedy changes the same key.
            outcome.companions.append(
                try train(
                    try companion.applied(to: repaired), "repaired-\(index + 1)", shouldStop,
                    progress))
        }
        return shouldStop() ? nil : outcome
    }

    private func diagnosis(
        of run: DemoOutcome.Run, _ shouldStop: @escaping () -> Bool,
        _ progress: @escaping (DiagnosisProgress) -> Void
    ) throws -> Diagnosis {
        var examination = try RunExamination(run.path, now: now, makeBackend: makeBackend)
        var budget = ReplayBudget.usual(
            runSteps: run.record.plannedSteps ?? run.record.lastStep)
        budget.steps = budget.steps / 3 * recipe.replayRuns
        examination.budget = budget
        return try examination.diagnose(progress: progress, shouldStop: shouldStop)
    }

    private func train(
        _ configuration: RunConfiguration, _ name: String, _ shouldStop: () -> Bool,
        _ progress: (DiagnosisProgress) -> Void
    ) throws -> DemoOutcome.Run {
        let path = "\(directory)/\(name)"
        var record = RunRecord(events: [], path: path)
        var durations: [Double] = []
        let run = try TrainingRun(
            configuration, at: path, machine: machine, now: now, makeBackend: makeBackend
        ) { event in
            record.add(event)
            if case .step(let step) = event.kind { durations.append(step.seconds) }
        }
        let total = run.loop.setup.totalSteps
        _ = try run.run(shouldStop: shouldStop) { loop in
            progress(
                DiagnosisProgress(
                    activity: "training \(name) at rate \(configuration.learningRate)",
                    steps: loop.completedSteps, budget: total))
        }
        return DemoOutcome.Run(
            path: path, record: record,
            secondsPerStep: durations.isEmpty ? 0 : durations.sorted()[durations.count / 4])
    }
}
