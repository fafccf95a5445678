import BallastEvents

/// Rectifiers that are zero for every input: no gradient passes, and they never come back.
struct DeadUnits: Hypothesis {
    let cause = Cause.deadUnits

    func questions(_ file: CaseFile) -> [Question] {
        guard file.mainComplaint != nil else { return [] }
        let last = file.record.checkpoints.last ?? 0
        return Set([0, last]).sorted().map { .layers(at: $0) }
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard let complaint = file.trainingComplaint else { return nil }
        var evidence = file.findings(.deadUnits).map(\.text)
        var probability = evidence.isEmpty ? 0 : 0.5
        for (step, layers) in file.facts.layers.sorted(by: { $0.key < $1.key }) {
            guard let worst = LayerCourse(layers).mostDead else { continue }
            evidence.append(
                "after \(step) updates \(Wording.percent(worst.fraction)) of the channels of "
                    + "\(worst.name) are zero for the whole batch")
            probability = max(probability, step == 0 ? 0.8 : 0.5)
        }
        guard probability > 0 else { return nil }
        return Suspicion(probability, evidence, explains: complaint)
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        [
            Counterfactual(
                .configure(ConfigurationChange([.activation: "leaky-relu"])), fromStart: true),
            Counterfactual(
                .configure(ConfigurationChange([.initialization: "he"])), fromStart: true),
        ]
    }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        if case .configure(let change) = cure {
            return Remedy(
                summary: "Begin again with units that cannot die: \(change). Lowering the rate "
                    + "does not revive them.", change: change)
        }
        return Remedy(
            summary: "Begin again with He's initialization or a leaky rectifier; lowering the rate "
                + "does not revive dead units.",
            change: ConfigurationChange([.activation: "leaky-relu"]))
    }
}
