import BallastCore
import BallastEvents

/// Makes re-runs within a budget, each control once, and keeps what they showed.
final class BudgetedReplays {
    private let record: RunRecord
    private let runner: any ReplayRunner
    private let budget: ReplayBudget
    private let now: () -> Double
    private let progress: (DiagnosisProgress) -> Void
    private let shouldStop: () -> Bool
    private let start: Double
    private var steps = 0
    private var made: [(request: ReplayRequest, record: RunRecord)] = []
    private(set) var summaries: [ReplaySummary] = []

    /// The same steps with nothing changed.
    struct Control {
        let record: RunRecord
        /// Whether it has the recorded losses, bit for bit, as far as both reach.
        let isReproduced: Bool
    }

    init(
        _ record: RunRecord, _ runner: any ReplayRunner, budget: ReplayBudget,
        now: @escaping () -> Double, progress: @escaping (DiagnosisProgress) -> Void,
        shouldStop: @escaping () -> Bool
    ) {
        self.record = record
        self.runner = runner
        self.budget = budget
        self.now = now
        self.progress = progress
        self.shouldStop = shouldStop
        start = now()
    }

    /// The steps with a checkpoint, 0 among them.
    var startingSteps: [Int] { runner.startingSteps }

    var isSpent: Bool {
        shouldStop() || steps >= budget.steps || now() - start >= budget.seconds
    }

    /// Whether so many more steps are within the budget.
    func allows(_ more: Int) -> Bool { !isSpent && steps + more <= budget.steps }

    /// A sentence where the budget was too small; nil where it was not.
    var note: String? {
        guard isSpent, !shouldStop() else { return nil }
        return "the budget of \(budget.steps) steps and \(Wording.number(budget.seconds)) seconds "
            + "was spent after \(steps) steps of re-runs; `--budget` allows more"
    }

    /// - Returns: nil where the budget was spent before the re-run told anything.
    func replay(_ request: ReplayRequest) throws -> RunRecord? {
        if let known = made.first(where: { $0.request.holds(request) }) { return known.record }
        guard !isSpent else { return nil }
        let allowed = budget.steps - steps
        var count = 0
        progress(activity(request, 0))
        let replay = try runner.replay(request) {
            count += 1
            if count % 8 == 0 { progress(activity(request, count)) }
            return shouldStop() || count > allowed || now() - start >= budget.seconds
        }
        steps += max(1, replay[.trainLoss].count)
        // One that broke off by itself is whole, one that the budget ended is not.
        let isWhole =
            replay.lastStep >= request.toStep || replay.endedNonFinite
            || replay.status == .completed || !isSpent
        guard isWhole, !shouldStop() else { return nil }
        made.append((request, replay))
        return replay
    }

    /// - Parameter seed: nil for the run's own; with another there is nothing to reproduce.
    /// - Returns: nil where the budget does not reach that far.
    func control(
        _ complaint: Complaint, from step: Int, seed: UInt64? = nil
    ) throws -> Control? {
        let isWholeRun = complaint.symptom == .slowLearning || complaint.symptom == .notLearning
        if isWholeRun, seed == nil, step == 0 { return try recorded() }
        let request = ReplayRequest(
            .unchanged, fromStep: step, toStep: complaint.window.upperBound, seed: seed)
        let isKnown = made.contains { $0.request.holds(request) }
        guard let replay = try replay(request) else { return nil }
        if !isKnown { summarize(request, complaint, replay, nil) }
        return Control(record: replay, isReproduced: seed != nil || repeats(replay))
    }

    /// The record itself, after its first steps were made again: there is no spike to reproduce
    /// where a run is slow, or learns nothing, from its start.
    private func recorded() throws -> Control? {
        let request = ReplayRequest(
            .unchanged, fromStep: 0, toStep: min(Self.prefix, record.lastStep))
        return try replay(request).map { Control(record: record, isReproduced: repeats($0)) }
    }

    /// The steps that show that a run can be repeated.
    private static let prefix = 16

    /// How long each of two re-runs may be, as of when it was first asked, so that all are of one
    /// length.
    private(set) lazy var affordableSteps = affordableSteps(forEachOf: 2)

    /// How long each of some re-runs may be, at the speed of those made so far.
    func affordableSteps(forEachOf count: Int) -> Int {
        let perStep = (now() - start) / Double(max(1, steps))
        let inTime = perStep > 0 ? (budget.seconds - (now() - start)) / perStep : .infinity
        let left = min(Double(max(0, budget.steps - steps)), max(0, inTime), 1e12)
        return Int(left) / count
    }

    /// Keeps what a re-run showed of a complaint; once, however often it is looked at.
    ///
    /// - Parameter fraction: the share of the control's damage that was gone.
    func summarize(
        _ request: ReplayRequest, _ complaint: Complaint, _ replay: RunRecord, _ fraction: Double?
    ) {
        let series = replay[complaint.channel]
        let seed = request.seed ?? record.configuration?.seed ?? 0
        let isKnown = summaries.contains {
            $0.intervention == request.intervention && $0.seed == seed
                && $0.fromStep == request.fromStep && $0.channel == complaint.channel
                && $0.steps.count >= series.steps.count
        }
        guard !isKnown else { return }
        summaries.append(
            ReplaySummary(
                intervention: request.intervention,
                seed: seed, fromStep: request.fromStep,
                channel: complaint.channel, steps: series.steps, values: series.values,
                recoveredFraction: fraction))
    }

    private func repeats(_ control: RunRecord) -> Bool {
        let firstDecision = record.decisions.first { $0.action != .stop }?.step ?? .max
        return [Channel.trainLoss, .validationLoss].allSatisfy { channel in
            let recorded = record[channel]
            let known = Dictionary(
                zip(recorded.steps, recorded.values), uniquingKeysWith: { $1 })
            let made = control[channel]
            return zip(made.steps, made.values).allSatisfy { step, value in
                guard step < firstDecision, let old = known[step] else { return true }
                return old.bitPattern == value.bitPattern || old.isNaN && value.isNaN
            }
        }
    }

    private func activity(_ request: ReplayRequest, _ made: Int) -> DiagnosisProgress {
        DiagnosisProgress(
            activity: "re-run from step \(request.fromStep): \(request.intervention)",
            steps: steps + made, budget: budget.steps)
    }
}

extension ReplayRequest {
    /// Whether it makes all steps of another request in the same way.
    fileprivate func holds(_ other: ReplayRequest) -> Bool {
        var shorter = self
        shorter.toStep = other.toStep
        return shorter == other && toStep >= other.toStep
    }
}
