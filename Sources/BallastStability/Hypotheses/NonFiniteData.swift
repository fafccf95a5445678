import BallastEvents

/// Pixels or labels that are not numbers before the model has done anything.
struct NonFiniteData: Hypothesis {
    let cause = Cause.nonFiniteData
    let settledBy = "a check of the inputs and labels of the first batch that is not finite"

    let recipe = Recipe(
        pytorch: """
            for images, labels in train_loader:
                assert torch.isfinite(images).all() and labels.min() >= 0
            """,
        keras: """
            for images, labels in train_data:
                tf.debugging.assert_all_finite(images, "images")
            """)

    func questions(_ file: CaseFile) -> [Question] {
        [.inputs]
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        let seen = file.record.nonFiniteTensors.first { $0.phase == .input }
        let samples = file.facts.inputs?.nonFiniteSamples ?? []
        guard seen != nil || !samples.isEmpty else { return nil }
        var evidence: [String] = []
        if let seen {
            evidence.append(
                "at step \(seen.step) the images were not finite before the model saw them")
        }
        if !samples.isEmpty {
            evidence.append(
                "\(samples.count) training samples hold a pixel that is not finite: "
                    + Wording.list(samples))
        }
        return Suspicion(0.99, evidence, explains: file.breakdownComplaint, isFact: true)
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] { [] }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        Remedy(
            summary: "Remove or mend the samples with values that are not numbers, and check how "
                + "they came into the data set; no setting of the training can do it.")
    }
}
