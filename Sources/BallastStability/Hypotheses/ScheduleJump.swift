import BallastEvents

/// A rate that rises so much at once that the weights are thrown out of where they had settled.
struct ScheduleJump: Hypothesis {
    let cause = Cause.scheduleJump
    let settledBy = "the same run with the rate held through the jump"

    let recipe = Recipe(
        pytorch: """
            # Rise over many steps where the schedule jumps at once.
            scheduler = torch.optim.lr_scheduler.LinearLR(
                optimizer, start_factor=0.1, total_iters=100)
            """,
        keras: """
            rate = keras.optimizers.schedules.CosineDecay(
                0.0, steps, warmup_target=rate, warmup_steps=100)
            """)

    /// The steps behind a jump within which damage is its mark; weights may also drift off slowly.
    private static let near = 16

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard let (jump, complaint) = match(file) else { return nil }
        return Suspicion(
            complaint.onset - jump.firstStep <= Self.near ? 0.7 : 0.45,
            [
                jump.text,
                "the loss leaves its course \(complaint.onset - jump.firstStep) steps later",
            ],
            explains: complaint)
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        // The rate is held from before the jump, which a checkpoint before the onset may be behind.
        match(file).map { [Counterfactual(.holdRate, before: $0.0.firstStep - 1)] } ?? []
    }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        Remedy(
            summary: "Raise the rate over many steps rather than at once, or by less: the schedule "
                + "jumps where the loss leaves its course.",
            change: change(file))
    }

    /// The latest upward jump before a complaint.
    private func match(_ file: CaseFile) -> (Finding, Complaint)? {
        for complaint in [file.trainingComplaint, file.validationComplaint].compactMap({ $0 }) {
            let jump = file.findings(.rateJump).last {
                $0.value > 1 && $0.firstStep <= complaint.onset + 1
            }
            if let jump { return (jump, complaint) }
        }
        return nil
    }

    private func change(_ file: CaseFile) -> ConfigurationChange {
        guard let form = file.record.configuration?.schedule.form else { return .init() }
        return switch form {
        case .cosineRestarts: ConfigurationChange([.schedule: "cosine"])
        default: ConfigurationChange([.schedule: "constant"])
        }
    }
}
