extension ScheduleSpec: CustomStringConvertible {
    /// The text that ``init(parsing:)`` reads back: required keys and those that differ from their
    /// defaults.
    public var description: String {
        var pairs = parameters
        if unit != form.usualUnit { pairs.append(("every", unit.rawValue)) }
        let text = pairs.map { "\($0)=\($1)" }.joined(separator: ",")
        return text.isEmpty ? grammar.rawValue : "\(grammar.rawValue):\(text)"
    }

    var grammar: ScheduleGrammar {
        switch form {
        case .constant: .constant
        case .step: .step
        case .multistep: .multistep
        case .exponential: .exponential
        case .polynomial: .polynomial
        case .cosine: .cosine
        case .cosineRestarts: .cosineRestarts
        case .oneCycle: .oneCycle
        case .plateau: .plateau
        }
    }

    private var parameters: [(String, String)] {
        switch form {
        case .constant:
            return []
        case .step(let size, let gamma):
            return [("size", "\(size)")] + pair("gamma", gamma, 0.1)
        case .multistep(let milestones, let gamma):
            let list = milestones.map(String.init).joined(separator: "+")
            return [("milestones", list)] + pair("gamma", gamma, 0.1)
        case .exponential(let gamma):
            return [("gamma", "\(gamma)")]
        case .polynomial(let total, let power):
            return pair("total", total) + pair("power", power, 1)
        case .cosine(let total, let minimum):
            return pair("total", total) + pair("min", minimum, 0)
        case .cosineRestarts(let first, let multiplier, let minimum):
            return [("first", "\(first)")] + pair("multiplier", multiplier, 1)
                + pair("min", minimum, 0)
        case .oneCycle(let plan):
            return plan.parameters
        case .plateau(let plan):
            return plan.parameters
        }
    }
}

extension OneCycleSpec {
    fileprivate var parameters: [(String, String)] {
        let usual = OneCycleSpec()
        return pair("max", maximum) + pair("total", total)
            + pair("start", start, usual.start)
            + pair("divisor", divisor, usual.divisor)
            + pair("final-divisor", finalDivisor, usual.finalDivisor)
            + pair("cycle-momentum", cyclesMomentum, usual.cyclesMomentum)
            + pair("base-momentum", baseMomentum, usual.baseMomentum)
            + pair("max-momentum", maximumMomentum, usual.maximumMomentum)
    }
}

extension PlateauSpec {
    fileprivate var parameters: [(String, String)] {
        let usual = PlateauSpec()
        return pair("mode", mode.rawValue, usual.mode.rawValue)
            + pair("factor", factor, usual.factor)
            + pair("patience", patience, usual.patience)
            + pair("threshold", threshold, usual.threshold)
            + pair("threshold-mode", thresholdMode.rawValue, usual.thresholdMode.rawValue)
            + pair("cooldown", cooldown, usual.cooldown)
            + pair("min", minimum, usual.minimum)
    }
}

/// The pair to print, or none where the value is the usual one.
private func pair<Value: Equatable>(
    _ key: String, _ value: Value, _ usual: Value
) -> [(String, String)] {
    value == usual ? [] : [(key, "\(value)")]
}

private func pair<Value>(_ key: String, _ value: Value?) -> [(String, String)] {
    value.map { [(key, "\($0)")] } ?? []
}

extension ScheduleSpec: Codable {
    public init(from decoder: any Decoder) throws {
        try self.init(parsing: decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
