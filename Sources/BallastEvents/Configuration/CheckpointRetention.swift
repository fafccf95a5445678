/// Which checkpoints of a run stay on the disk; as text either a number or `all`.
///
/// Beside the newest ones that a number names, the first, the best and those that the guard keeps
/// for a diagnosis stay.
public enum CheckpointRetention: Hashable, Sendable {
    /// That many, at least 2: where the newest is damaged, one before it is there.
    case newest(Int)
    case all
}

extension CheckpointRetention: LosslessStringConvertible {
    /// Nil unless `text` is `all` or an integer of at least 2.
    public init?(_ text: String) {
        if text == "all" {
            self = .all
        } else if let count = Int(text), count >= 2 {
            self = .newest(count)
        } else {
            return nil
        }
    }

    public var description: String {
        switch self {
        case .newest(let count): String(count)
        case .all: "all"
        }
    }
}

extension CheckpointRetention: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.wordOrInteger()
        guard let retention = CheckpointRetention(text) else {
            throw decoder.corrupted("'\(text)' is neither a number of at least 2 nor 'all'")
        }
        self = retention
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .newest(let count): try container.encode(count)
        case .all: try container.encode("all")
        }
    }
}
