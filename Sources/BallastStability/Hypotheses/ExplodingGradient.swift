import BallastEvents

/// Initial weights so large that signals and gradients grow from layer to layer.
struct ExplodingGradient: Hypothesis {
    let cause = Cause.explodingGradient

    func questions(_ file: CaseFile) -> [Question] {
        file.mainComplaint == nil ? [] : [.layers(at: 0)]
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard let complaint = file.mainComplaint else { return nil }
        var evidence = file.findings(.explodingGradient).map(\.text)
        var probability = evidence.isEmpty ? 0 : 0.6
        if let layers = file.facts.layers[0], let growth = LayerCourse(layers).gradientGrowth,
            growth.ratio > LayerCourse.explodingRatio
        {
            evidence.append(
                "before any update the gradient of \(growth.largest) is "
                    + "\(Wording.number(growth.ratio)) times that of \(growth.smallest)")
            probability = max(probability, 0.5)
        }
        let first = file.record[.trainLoss].values.first
        if let first, let guessing = file.record.guessingLoss, !(first < 3 * guessing) {
            evidence.append(
                "the very first loss is \(Wording.number(first)), where guessing costs "
                    + Wording.number(guessing))
            probability = max(probability, 0.6)
        }
        guard probability > 0 else { return nil }
        return Suspicion(probability, evidence, explains: complaint)
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        [
            Counterfactual(
                .configure(ConfigurationChange([.initialization: "he"])), fromStart: true)
        ]
    }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        Remedy(
            summary: "Initialize the weights so that every layer keeps the scale of its input "
                + "(He et al. 2015).",
            change: ConfigurationChange([.initialization: "he"]))
    }
}
