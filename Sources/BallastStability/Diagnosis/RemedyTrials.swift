import BallastCore
import BallastEvents

/// Re-runs that compare the repairs of a proven cause: what cures is not yet what trains best.
struct RemedyTrials {
    let file: CaseFile
    let replays: BudgetedReplays

    /// What a repair must win on the one before it, in the mean logarithm of the losses.
    private static let gain = 0.02
    /// How much worse a safer repair may be: the loss higher by a tenth, and by no more than a
    /// quarter of what the best one has learned.
    private static let alike = 0.1
    private static let learned = 0.25
    /// Repairs in a row without a gain that end the search: alternatives go from mild to strong.
    private static let patience = 2

    /// Finds the repair of each leading suspect: of all that could be the cause where only
    /// unspecific changes cure, else of the one that the diagnosis names first.
    func run(_ suspects: inout [Suspect]) throws {
        guard let leading = Judgement(file, suspects).reports.first, leading.verdict == .proven
        else { return }
        let isUnspecific = suspects.contains {
            $0.cause == leading.cause && $0.hypothesis.isUnspecific
        }
        for index in suspects.indices where suspects[index].isProven {
            guard
                suspects[index].cause == leading.cause
                    || isUnspecific && suspects[index].hypothesis.isUnspecific
            else { continue }
            suspects[index].repair = try best(of: suspects[index])
        }
    }

    /// - Returns: nil where there is nothing to choose.
    private func best(of suspect: Suspect) throws -> RatedRemedy? {
        guard let complaint = suspect.suspicion.complaint else { return nil }
        let hypothesis = suspect.hypothesis
        let cure = suspect.cure?.intervention
        let first = hypothesis.remedy(file, cure: cure)
        let others = hypothesis.alternatives(file, cure: cure)
        let remedies = [first] + others.filter { $0.change != first.change }
        guard remedies.count > 1 || hypothesis.isUnspecific else { return nil }
        var best: RatedRemedy?
        var rated: [RatedRemedy] = []
        var idle = 0
        for remedy in remedies where idle < Self.patience {
            // The re-run that cured is known already.
            let isKnown = file.record.configuration.map { cure?.change(of: $0) } == remedy.change
            let intervention = isKnown ? cure ?? .unchanged : .configure(remedy.change)
            guard let level = try level(with: intervention, remedy.change, complaint)
            else { break }
            rated.append(RatedRemedy(remedy: remedy, level: level))
            if let known = best, level > known.level - Self.gain {
                idle += 1
            } else {
                best = rated.last
                idle = 0
            }
        }
        guard let best else { return nil }
        let learned = (file.record.guessingLoss?.logarithm ?? .infinity) - best.level
        let room = min(Self.alike, max(0, Self.learned * learned))
        let close = rated.filter { $0.level <= best.level + room }
        return close.reduce(best) { hypothesis.isSafer($1.remedy, than: $0.remedy) ? $1 : $0 }
    }

    /// How well the run trains with a change in the later half of the steps up to the end of a
    /// complaint; nil where the budget does not reach that far or the change cannot be made.
    ///
    /// A ramp is as far after its steps as a run without one was half as many steps before, and is
    /// looked at so much later.
    private func level(
        with intervention: Intervention, _ change: ConfigurationChange, _ complaint: Complaint
    ) throws -> Double? {
        var complaint = complaint
        if complaint.symptom == .slowLearning {
            guard
                let shorter = file.slowness(complaint.channel, within: replays.affordableSteps)
            else { return nil }
            complaint = shorter
        }
        let start = startingStep(change, complaint)
        let isEarly = complaint.onset <= file.early && complaint.symptom != .slowLearning
        let delay = change.rampSteps / 2
        let reach =
            isEarly ? min(complaint.window.upperBound, file.horizon) : complaint.window.upperBound
        let end = min(reach + delay, max(reach, file.record.lastStep))
        guard !change.isEmpty else { return nil }
        let request = ReplayRequest(intervention, fromStep: start, toStep: end)
        do {
            guard let replay = try replays.replay(request) else { return nil }
            replays.summarize(request, complaint, replay, nil)
            // What is wrong in validation alone may look fine in training, as samples learned by
            // heart do.
            let channels: [Channel] =
                complaint.channel == .validationLoss
                ? [.validationLoss] : [.trainLoss, .validationLoss]
            let from = max(complaint.onset, delay + (start + reach) / 2)
            return replay.level(of: channels, over: min(from, end)...end)
        } catch is BallastError {
            return nil
        }
    }

    private func startingStep(_ change: ConfigurationChange, _ complaint: Complaint) -> Int {
        guard complaint.onset > file.early, change.keepsState else { return 0 }
        return replays.startingSteps.last { $0 < complaint.onset } ?? 0
    }
}

extension ConfigurationChange {
    /// The steps over which it lets the rate rise; 0 where it says nothing of that.
    fileprivate var rampSteps: Int {
        if case .integer(let steps) = self[.warmup] { return steps }
        return 0
    }

    /// Whether a run can go on with it from a checkpoint, and would be the same from there on had
    /// it begun with it.
    fileprivate var keepsState: Bool {
        let keys: Set<RunConfiguration.Key> = [
            .learningRate, .beta2, .clipNorm, .clipValue, .adaptiveClip, .updateClip, .guardMode,
            .weightDecay, .reestimate, .earlyStop, .schedule,
        ]
        return values.keys.allSatisfy { name in keys.contains { $0.rawValue == name } }
    }
}

extension RunRecord {
    /// The loss that stands for one that is not finite, or was never reached.
    private static let worst = 1e4

    /// The mean logarithm of each loss over some steps, in the mean of those that have points
    /// there.
    fileprivate func level(of channels: [Channel], over steps: ClosedRange<Int>) -> Double {
        guard lastStep >= steps.upperBound || status == .completed else {
            return Self.worst.logarithm
        }
        let means = channels.compactMap { channel -> Double? in
            let values = self[channel].within(steps).values
            guard !values.isEmpty else { return nil }
            let logarithms = values.map {
                ($0.isFinite ? min(Self.worst, max($0, 1e-6)) : Self.worst).logarithm
            }
            return logarithms.mean
        }
        return means.isEmpty ? Self.worst.logarithm : means.mean
    }
}
