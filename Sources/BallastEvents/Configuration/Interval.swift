/// How often something happens during a run; as text either a number of steps or `epoch`.
public enum Interval: Hashable, Sendable {
    /// After every that many steps, at least 1.
    case every(Int)
    /// At the end of each epoch.
    case epoch
}

extension Interval: LosslessStringConvertible {
    /// Nil unless `text` is `epoch` or an integer of at least 1.
    public init?(_ text: String) {
        if text == "epoch" {
            self = .epoch
        } else if let steps = Int(text), steps >= 1 {
            self = .every(steps)
        } else {
            return nil
        }
    }

    public var description: String {
        switch self {
        case .every(let steps): String(steps)
        case .epoch: "epoch"
        }
    }
}

extension Interval: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.wordOrInteger()
        guard let interval = Interval(text) else {
            throw decoder.corrupted("'\(text)' is neither a number of steps nor 'epoch'")
        }
        self = interval
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .every(let steps): try container.encode(steps)
        case .epoch: try container.encode("epoch")
        }
    }
}
