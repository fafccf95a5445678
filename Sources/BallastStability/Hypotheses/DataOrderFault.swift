import BallastEvents

/// Batches that are not random draws from the training set.
struct DataOrderFault: Hypothesis {
    let cause = Cause.dataOrder

    func questions(_ file: CaseFile) -> [Question] { [.order] }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        var evidence = file.findings(.skewedOrder).map(\.text)
        var probability = evidence.isEmpty ? 0 : 0.6
        if let order = file.facts.order {
            if order.probability < 1e-6 {
                evidence.append(
                    "the labels of \(order.batches) batches are not those of a random order "
                        + "(χ² \(Wording.number(order.skew)) times its expectation)")
                probability = 0.85
            }
            if order.repeatsBatches {
                evidence.append("every epoch repeats the very same batches in the same order")
                probability = max(probability, 0.5)
            }
        }
        guard !evidence.isEmpty else { return nil }
        return Suspicion(probability, evidence, explains: file.mainComplaint)
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        [
            Counterfactual(
                .configure(ConfigurationChange([.order: "shuffled"])), fromStart: true,
                isRandom: true)
        ]
    }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        Remedy(
            summary: "Shuffle the training samples anew for each epoch.",
            change: ConfigurationChange([.order: "shuffled"]))
    }
}
