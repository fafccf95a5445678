import BallastEvents

/// An intermediate result beyond the range of the number format, where the true result is small.
///
/// The squares that a normalization sums up overflow long before the values that it returns do. The
/// same step in 64 bits tells it from a loss that has truly grown without bound.
struct NumericOverflow: Hypothesis {
    let cause = Cause.numericOverflow
    let settledBy = "the same step in float32, or the largest activation of each layer"

    let recipe = Recipe(
        pytorch: """
            loss = F.cross_entropy(model(images).float(), labels)  # logits, not softmax
            with torch.autocast("cuda", enabled=False): ...        # around the layer that overflows
            """,
        lightning: """
            trainer = L.Trainer(precision="32-true")
            loss = F.cross_entropy(logits.float(), labels)  # logits, not softmax
            """,
        keras: """
            keras.mixed_precision.set_global_policy("float32")
            loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
            """)

    func questions(_ file: CaseFile) -> [Question] {
        broken(file).map { [.layers(at: max(0, $0 - 1))] } ?? []
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard var complaint = file.trainingComplaint, complaint.symptom == .nonFinite,
            let step = broken(file), let seen = file.record.nonFiniteTensors.first,
            seen.phase == .forward || seen.phase == .loss, isCalmBefore(step, file)
        else { return nil }
        // A few steps tell, and steps in 64 bits are slow.
        complaint.onset = step
        complaint.window = step...(step + 2)
        var evidence = [
            "the first value that is not finite is an output of \(seen.layer) in the forward pass, "
                + "and the loss was calm until then"
        ]
        let layers = file.facts.layers.values.flatMap { $0 } + file.record.layers.flatMap(\.layers)
        let peak = layers.compactMap(\.activationPeak).filter(\.isFinite).max()
        if let peak, peak > 1e15 {
            evidence.append(
                "activations reach \(Wording.number(peak)), whose squares float32 cannot hold")
        }
        return Suspicion(peak.map { $0 > 1e15 } == true ? 0.8 : 0.3, evidence, explains: complaint)
    }

    /// The first step that was not finite.
    private func broken(_ file: CaseFile) -> Int? {
        file.findings(.nonFinite).filter { $0.channel != .validationLoss }.map(\.firstStep).min()
    }

    /// Whether no loss or gradient norm before the step was far above the run's start.
    private func isCalmBefore(_ step: Int, _ file: CaseFile) -> Bool {
        let losses = file.record[.trainLoss].within(0...max(0, step - 1)).values
        guard let first = losses.first, let highest = losses.max() else { return true }
        return highest < 3 * max(first, file.record.guessingLoss ?? first)
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        [Counterfactual(.doublePrecision)]
    }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        if file.record.configuration?.precision == .bfloat16 {
            return Remedy(
                summary: "Train in float32, where the same step stays finite.",
                change: ConfigurationChange([.precision: "float32"]))
        }
        var change = ConfigurationChange([.initialization: "he"])
        if file.record.configuration?.weights != nil { change[.weights] = ConfigurationValue.none }
        return Remedy(
            summary: "Scale the weights or inputs of the layer that overflows down: its "
                + "normalization makes the scale meaningless, but its squares must fit into "
                + "float32.",
            change: change)
    }
}
