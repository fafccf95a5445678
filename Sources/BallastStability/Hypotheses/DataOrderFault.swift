import BallastEvents

/// Batches that are not random draws from the training set.
struct DataOrderFault: Hypothesis {
    let cause = Cause.dataOrder
    let settledBy = "the number of samples of each class in the batches of one epoch"

    let recipe = Recipe(
        pytorch: """
            train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True)
            """,
        keras: """
            model.fit(images, labels, shuffle=True)
            # for a tf.data pipeline: .shuffle(len(train_set), reshuffle_each_iteration=True)
            """)

    func questions(_ file: CaseFile) -> [Question] { [.order] }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        let seen = file.findings(.skewedOrder)
        var evidence = seen.map(\.text)
        // A deviate of χ² is beyond 1, a share of repeated batches is not.
        var probability = seen.isEmpty ? 0 : seen.contains { $0.threshold > 1 } ? 0.7 : 0.5
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
        let complaint = file.mainComplaint ?? learningByHeart(file)
        // Batches that come again the same do no harm to many runs; those of few classes always.
        guard complaint != nil || probability > 0.6 else { return nil }
        return Suspicion(probability, evidence, explains: complaint)
    }

    /// Batches of the same samples can be learned by heart as batches: late in the run training is
    /// below what guessing costs, and validation is not.
    private func learningByHeart(_ file: CaseFile) -> Complaint? {
        guard let complaint = file.unlearned(.generalizationGap, above: 0.95),
            let train = file.record[.trainLoss].within(complaint.window).values.finite.median,
            train < complaint.reference
        else { return nil }
        return complaint
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

extension DataOrderFault {
    func suspicion(in log: LogCourse) -> Suspicion? {
        log.period.map {
            Suspicion(
                0.66,
                "the training loss repeats itself every \($0.points) values (correlation "
                    + "\(Wording.number($0.correlation))), as it does where the batches of an "
                    + "epoch are not mixed",
                .skewedOrder, .trainLoss, steps: log.steps, value: $0.correlation)
        }
    }
}
