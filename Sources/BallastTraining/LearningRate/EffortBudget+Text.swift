extension EffortBudget.Limit: LosslessStringConvertible {
    /// Reads `90`, `90s`, `5m`, `2000steps` or `none`; nil for anything else or not above 0.
    public init?(_ text: String) {
        if text == "none" {
            self = .none
        } else if text.hasSuffix("steps"), let count = Int(text.dropLast(5)), count > 0 {
            self = .steps(count)
        } else {
            let units = ["s": 1.0, "m": 60]
            let factor = text.last.flatMap { units[String($0)] }
            guard let number = Double(factor == nil ? text : String(text.dropLast())),
                number > 0, number.isFinite
            else { return nil }
            self = .seconds(number * (factor ?? 1))
        }
    }

    public var description: String {
        switch self {
        case .seconds(let seconds):
            seconds == seconds.rounded() ? "\(Int(seconds))s" : "\(seconds)s"
        case .steps(let steps): "\(steps)steps"
        case .none: "none"
        }
    }
}
