/// How many batches a validation reads; as text either a number or `all`.
public enum BatchCount: Hashable, Sendable {
    /// That many batches, at least 1.
    case count(Int)
    /// The whole set.
    case all
}

extension BatchCount: LosslessStringConvertible {
    /// Nil unless `text` is `all` or an integer of at least 1.
    public init?(_ text: String) {
        if text == "all" {
            self = .all
        } else if let batches = Int(text), batches >= 1 {
            self = .count(batches)
        } else {
            return nil
        }
    }

    public var description: String {
        switch self {
        case .count(let batches): String(batches)
        case .all: "all"
        }
    }
}

extension BatchCount: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.wordOrInteger()
        guard let count = BatchCount(text) else {
            throw decoder.corrupted("'\(text)' is neither a number of batches nor 'all'")
        }
        self = count
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .count(let batches): try container.encode(batches)
        case .all: try container.encode("all")
        }
    }
}
