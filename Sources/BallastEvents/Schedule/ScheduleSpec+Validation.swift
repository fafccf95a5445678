extension ScheduleSpec {
    /// - Throws: ``BallastError`` of kind `usage` that names `--schedule` and the key at fault.
    public func validate() throws {
        switch form {
        case .constant:
            return
        case .step(let size, let gamma):
            try require(size >= 1, "size", "a whole number of at least 1")
            try requirePositive(gamma, "gamma")
        case .multistep(let milestones, let gamma):
            try require(
                !milestones.isEmpty && milestones.allSatisfy { $0 >= 1 }, "milestones",
                "whole numbers of at least 1")
            try require(
                milestones == milestones.sorted(), "milestones", "increasing, such as 30+60")
            try requirePositive(gamma, "gamma")
        case .exponential(let gamma):
            try requirePositive(gamma, "gamma")
        case .polynomial(let total, let power):
            try requireTotal(total)
            try requirePositive(power, "power")
        case .cosine(let total, let minimum):
            try requireTotal(total)
            try requireRate(minimum, "min")
        case .cosineRestarts(let first, let multiplier, let minimum):
            try require(first >= 1, "first", "a whole number of at least 1")
            try require(multiplier >= 1, "multiplier", "a whole number of at least 1")
            try requireRate(minimum, "min")
        case .oneCycle(let plan):
            try check(plan)
        case .plateau(let plan):
            try check(plan)
        }
    }

    private func check(_ plan: OneCycleSpec) throws {
        if let maximum = plan.maximum { try requirePositive(maximum, "max") }
        try requireTotal(plan.total)
        try require(plan.start > 0 && plan.start < 1, "start", "between 0 and 1")
        try requirePositive(plan.divisor, "divisor")
        try requirePositive(plan.finalDivisor, "final-divisor")
        let momenta = [
            (plan.baseMomentum, "base-momentum"), (plan.maximumMomentum, "max-momentum"),
        ]
        for (value, key) in momenta {
            try require(value >= 0 && value < 1, key, "from 0 to below 1")
        }
        try require(
            plan.baseMomentum <= plan.maximumMomentum, "base-momentum", "at most max-momentum")
    }

    private func check(_ plan: PlateauSpec) throws {
        try require(plan.factor > 0 && plan.factor < 1, "factor", "between 0 and 1")
        try require(plan.patience >= 0, "patience", "a whole number of at least 0")
        try require(plan.cooldown >= 0, "cooldown", "a whole number of at least 0")
        try requireRate(plan.threshold, "threshold")
        try requireRate(plan.minimum, "min")
    }

    private func requireTotal(_ total: Int?) throws {
        try require(total ?? 1 >= 1, "total", "a whole number of at least 1")
    }

    private func requirePositive(_ value: Double, _ key: String) throws {
        try require(value > 0 && value.isFinite, key, "a finite number above 0")
    }

    private func requireRate(_ value: Double, _ key: String) throws {
        try require(value >= 0 && value.isFinite, key, "a finite number of at least 0")
    }

    private func require(_ condition: Bool, _ key: String, _ range: String) throws {
        guard condition else {
            let name = grammar.rawValue
            throw Self.error(
                "'\(key)' of \(name) is out of range", mend: "\(key)= must be \(range)")
        }
    }
}
