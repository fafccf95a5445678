import BallastEvents

/// Batch norm over so few samples that the statistics of a batch are mostly chance.
struct BatchnormBatchTooSmall: Hypothesis {
    let cause = Cause.batchnormBatchTooSmall
    let settledBy = "the batch size, or one run with group normalization"

    let recipe = Recipe(
        pytorch: """
            train_loader = DataLoader(train_set, batch_size=32, shuffle=True, drop_last=True)
            # Or, where memory is short, nn.GroupNorm(32, channels) for nn.BatchNorm2d(channels).
            """,
        keras: """
            model.fit(images, labels, batch_size=32)
            # or keras.layers.GroupNormalization(groups=32) for BatchNormalization()
            """)

    /// The batch size below which the error of batch statistics shows (Wu and He 2018, "Group
    /// normalization", figure 1: from 8 down).
    private static let small = 8

    func questions(_ file: CaseFile) -> [Question] {
        guard isSmall(file) else { return [] }
        return file.record[.validationLoss].steps.last.map { [.validation(at: $0)] } ?? []
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard isSmall(file), file.hasBatchNorm ?? false,
            let size = file.record.configuration?.batchSize
        else { return nil }
        var evidence = ["batch norm takes its statistics from \(size) images"]
        var probability = size <= Self.verySmall ? 0.4 : 0.25
        if let step = file.record[.validationLoss].steps.last,
            let facts = file.facts.validations[step]
        {
            let train = file.record[.trainLoss].within(max(0, step - 64)...step).values
            let level = train.finite.median ?? .nan
            if facts.reestimated > 1.5 * level || level > 1.5 * facts.reestimated {
                evidence.append(
                    "training has a loss of \(Wording.number(level)) there, validation with "
                        + "statistics estimated anew \(Wording.number(facts.reestimated)): the "
                        + "gap is not one of lag")
                probability += 0.3
            }
        }
        if let complaint = file.mainComplaint ?? gap(file) {
            return Suspicion(probability, evidence, explains: complaint)
        }
        // Where nothing can be re-run, so few images are reason enough to warn.
        let isSure = !file.isMeasured && size <= Self.verySmall
        return file.slowness(.validationLoss).map {
            Suspicion(probability, evidence, explains: $0, isRisk: !isSure)
        }
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        // A larger batch also sees more images, so that the other change tells more.
        [
            Counterfactual(.configure(Self.group), fromStart: true),
            Counterfactual(.configure(Self.largerBatch), fromStart: true, isRandom: true),
        ]
    }

    /// A batch that is large enough trains better than group normalization does (same source, table
    /// 2), where it fits into memory.
    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        Remedy(
            summary: "Do not normalize by the statistics of so few images: take batches of "
                + "\(Self.ample), or group normalization where they are too large.",
            change: Self.largerBatch)
    }

    func alternatives(_ file: CaseFile, cure: Intervention?) -> [Remedy] {
        [
            Remedy(
                summary: "Do not normalize by the statistics of so few images: take group "
                    + "normalization, which needs no others.", change: Self.group)
        ]
    }

    private static let group = ConfigurationChange([.normalization: "group"])
    private static let largerBatch = ConfigurationChange([.batchSize: .integer(ample)])

    /// The batch size at which the error of batch statistics no longer shows (same source).
    private static let ample = 32

    /// The batch size that is too small whatever else is seen.
    static let verySmall = 4

    private func isSmall(_ file: CaseFile) -> Bool {
        (file.record.configuration?.batchSize ?? .max) <= Self.small
    }

    private func gap(_ file: CaseFile) -> Complaint? {
        file.findings(.modeGap).first.map(file.complaint(of:))
    }
}
