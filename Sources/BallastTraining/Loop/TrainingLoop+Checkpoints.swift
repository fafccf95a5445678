import BallastEvents

extension TrainingLoop {
    /// Takes note of a validation, of which a checkpoint may be made.
    func observeForCheckpoints(_ record: ValidationRecord) {
        newestValidation = BestValidation(step: record.step, value: bestMetric.value(of: record))
    }

    /// Whether the current state was validated and is better than all that have a checkpoint.
    var isNewBest: Bool {
        guard let newestValidation, newestValidation.step == completedSteps else { return false }
        return bestMetric.isBetter(newestValidation.value, than: best?.value)
    }

    private var bestMetric: ValidationMetric { setup.configuration.bestMetric ?? .loss }

    /// The checkpoints that the configuration does not want any more when the one of the current
    /// step is written. Those of a run that was interrupted, which only its resumption needed, are
    /// among them.
    ///
    /// - Precondition: ``savedSteps`` has the current step.
    func spentCheckpoints(in store: CheckpointStore) -> [Int] {
        guard case .newest(let count) = setup.configuration.keepCheckpoints else { return [] }
        let states = savedSteps.filter { step in
            step != completedSteps && (try? store.record(step).canResume) == false
        }
        let regular = savedSteps.filter { !states.contains($0) }
        let kept = Set(regular.suffix(count)).union(states).union([0, best?.step ?? 0])
        return store.steps().filter { $0 < completedSteps && !kept.contains($0) }
    }
}
