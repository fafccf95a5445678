import BallastEvents

/// Initial weights so large that signals and gradients grow from layer to layer.
struct ExplodingGradient: Hypothesis {
    let cause = Cause.explodingGradient
    let settledBy = "the gradient norm of each layer before the first update"

    let recipe = Recipe(
        pytorch: """
            for module in model.modules():
                if isinstance(module, (nn.Conv2d, nn.Linear)):
                    nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            """,
        keras: """
            keras.layers.Conv2D(filters, 3, activation="relu", kernel_initializer="he_normal")
            """)

    /// How many times what guessing costs the first loss of sound weights is at most. Logits of
    /// deviation 1 cost about half a nat more than guessing, those of deviation 2 about twice it.
    private static let firstLoss = 3.0

    func questions(_ file: CaseFile) -> [Question] {
        [.layers(at: 0)]
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard let complaint = file.mainComplaint ?? file.slowness() else { return nil }
        var evidence = file.findings(.explodingGradient).map(\.text)
        var probability = evidence.isEmpty ? 0 : 0.6
        if let layers = file.firstLayers {
            let course = LayerCourse(layers)
            if let growth = course.gradientGrowth, growth.ratio > LayerCourse.explodingRatio {
                evidence.append(
                    "before any update the gradient of \(growth.largest) is "
                        + "\(Wording.number(growth.ratio)) times that of \(growth.last)")
                probability = max(probability, 0.6)
            }
            if let growth = course.activationGrowth, growth > LayerCourse.explodingRatio {
                evidence.append(
                    "before any update the last layer's output is \(Wording.number(growth)) times "
                        + "the first one's")
                probability = max(probability, 0.6)
            }
        }
        let first = file.record[.trainLoss].values.first
        if let first, let guessing = file.record.guessingLoss, !(first < Self.firstLoss * guessing)
        {
            evidence.append(
                "the very first loss is \(Wording.number(first)), where guessing costs "
                    + Wording.number(guessing))
            probability = max(probability, 0.6)
        }
        // Large pixels do all of that too.
        let isScaled =
            file.facts.inputs.map(InputNotNormalized.isFar) ?? !file.findings(.inputScale).isEmpty
        if isScaled { probability = min(probability, 0.3) }
        guard probability > 0 else { return nil }
        return Suspicion(
            probability, evidence, explains: complaint, isRisk: file.mainComplaint == nil)
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        // Weights by that rule already are no other.
        guard file.record.configuration?.initialization?.weights != .he else { return [] }
        return [
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
