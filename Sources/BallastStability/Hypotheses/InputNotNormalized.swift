import BallastEvents

/// Pixels far from mean 0 and deviation 1: the curvature of the loss grows with their square.
struct InputNotNormalized: Hypothesis {
    let cause = Cause.inputNotNormalized
    let settledBy = "the mean and deviation of the first batch's pixels"

    let recipe = Recipe(
        pytorch: """
            mean, std = train_images.mean((0, 2, 3)), train_images.std((0, 2, 3))
            transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize(mean, std)])
            # the same transform for training and for validation
            """,
        keras: """
            normalize = keras.layers.Normalization(axis=-1)
            normalize.adapt(train_images)  # and make it the model's first layer
            """)

    func questions(_ file: CaseFile) -> [Question] {
        [.inputs]
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        let isOff = file.facts.inputs.map(Self.isFar)
        guard isOff ?? !file.findings(.inputScale).isEmpty,
            let complaint = file.mainComplaint ?? file.slowness()
        else { return nil }
        var evidence = file.findings(.inputScale).map(\.text)
        if let inputs = file.facts.inputs {
            evidence = [
                "pixels have the mean \(Wording.numbers(inputs.mean)) and the deviation "
                    + "\(Wording.numbers(inputs.deviation)), and reach "
                    + Wording.number(inputs.peak)
            ]
        }
        let scale = file.facts.inputs?.scale ?? 10
        let isClear = (scale > 3 || scale < 0.1) && !isStandardized(file)
        return Suspicion(
            isClear ? 0.8 : isStandardized(file) ? 0.2 : 0.35, evidence, explains: complaint,
            isRisk: file.mainComplaint == nil && file.facts.inputs != nil)
    }

    /// Whether the run asks for standardized pixels; what makes them others lies behind that.
    private func isStandardized(_ file: CaseFile) -> Bool {
        file.record.configuration?.pixels == .standardized
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        guard !isStandardized(file) else { return [] }
        return [
            Counterfactual(
                .configure(ConfigurationChange([.pixels: "standardized"])), fromStart: true)
        ]
    }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        Remedy(
            summary: "Standardize the pixels by the training set's mean and deviation, in training "
                + "and in validation alike.",
            change: ConfigurationChange([.pixels: "standardized"]))
    }

    /// Whether a channel's mean is more than one deviation from 0, or its deviation is not within
    /// a factor of two of 1.
    static func isFar(_ inputs: InputFacts) -> Bool {
        zip(inputs.mean, inputs.deviation).contains { mean, deviation in
            abs(mean) > max(0.5, deviation) || deviation > 2 || deviation < 0.5
        }
    }
}
