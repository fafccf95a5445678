import BallastCore

extension ScheduleSpec {
    /// Reads `NAME[:key=value,…]`.
    ///
    /// - Throws: ``BallastError`` of kind `usage` that names `--schedule` and what exists.
    public init(parsing text: String) throws {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard let grammar = ScheduleGrammar(rawValue: name) else {
            let names = ScheduleGrammar.allCases.map(\.rawValue)
            let guess = Spelling.nearest(to: name, in: names).map { "; did you mean '\($0)'?" }
            throw Self.error(
                "there is no schedule '\(name)'\(guess ?? "")", mend: ScheduleGrammar.overview)
        }
        let fields =
            try parts.count == 2
            ? ScheduleFields(parts[1], of: grammar) : ScheduleFields(of: grammar)
        let form = try Form(fields, of: grammar)
        self.init(form, unit: try fields.choice("every", else: form.usualUnit))
        try validate()
    }

    static func error(_ what: String, mend: String) -> BallastError {
        BallastError(.usage, what, at: "--schedule", mend: mend)
    }
}

extension ScheduleSpec.Form {
    fileprivate init(_ fields: ScheduleFields, of grammar: ScheduleGrammar) throws {
        switch grammar {
        case .constant:
            self = .constant
        case .step:
            self = .step(
                size: try fields.value("size", else: 0), gamma: try fields.value("gamma", else: 0.1)
            )
        case .multistep:
            self = .multistep(
                milestones: try fields.list("milestones"),
                gamma: try fields.value("gamma", else: 0.1))
        case .exponential:
            self = .exponential(gamma: try fields.value("gamma", else: 1))
        case .polynomial:
            self = .polynomial(
                total: try fields.value("total"), power: try fields.value("power", else: 1))
        case .cosine:
            self = .cosine(
                total: try fields.value("total"), minimum: try fields.value("min", else: 0))
        case .cosineRestarts:
            self = .cosineRestarts(
                first: try fields.value("first", else: 0),
                multiplier: try fields.value("multiplier", else: 1),
                minimum: try fields.value("min", else: 0))
        case .oneCycle:
            self = .oneCycle(try OneCycleSpec(fields))
        case .plateau:
            self = .plateau(try PlateauSpec(fields))
        }
    }
}

extension OneCycleSpec {
    fileprivate init(_ fields: ScheduleFields) throws {
        maximum = try fields.value("max")
        total = try fields.value("total")
        start = try fields.value("start", else: start)
        divisor = try fields.value("divisor", else: divisor)
        finalDivisor = try fields.value("final-divisor", else: finalDivisor)
        cyclesMomentum = try fields.value("cycle-momentum", else: cyclesMomentum)
        baseMomentum = try fields.value("base-momentum", else: baseMomentum)
        maximumMomentum = try fields.value("max-momentum", else: maximumMomentum)
    }
}

extension PlateauSpec {
    fileprivate init(_ fields: ScheduleFields) throws {
        mode = try fields.choice("mode", else: mode)
        factor = try fields.value("factor", else: factor)
        patience = try fields.value("patience", else: patience)
        threshold = try fields.value("threshold", else: threshold)
        thresholdMode = try fields.choice("threshold-mode", else: thresholdMode)
        cooldown = try fields.value("cooldown", else: cooldown)
        minimum = try fields.value("min", else: minimum)
    }
}
