import BallastCore
import FoundationEssentials

/// The JSON header of a safetensors file.
struct SafetensorsHeader {
    struct Entry: Decodable {
        let dtype: String
        let shape: [Int]
        let offsets: [Int]

        private enum CodingKeys: String, CodingKey {
            case dtype, shape
            case offsets = "data_offsets"
        }

        var begin: Int { offsets[0] }
        var end: Int { offsets[1] }

        /// Nil for a negative extent or a size beyond the machine's integers.
        func byteCount(_ type: SafetensorsType) -> Int? {
            var size = type.byteCount
            for extent in shape {
                let (product, overflow) = size.multipliedReportingOverflow(by: extent)
                guard extent >= 0, !overflow else { return nil }
                size = product
            }
            return size
        }
    }

    /// The largest header that the format allows.
    private static let largestHeader: UInt64 = 100_000_000

    let metadata: [String: String]
    /// By position of their bytes.
    let entries: [(name: String, entry: Entry)]
    let dataStart: Int
    let dataCount: Int

    init(_ bytes: [UInt8], at place: String) throws {
        guard bytes.count >= 8 else {
            throw BallastError(
                .badInput, "\(bytes.count) bytes are too few for a safetensors file", at: place)
        }
        let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= Self.largestHeader else {
            throw BallastError(.badInput, "this is not a safetensors file", at: place)
        }
        guard Int(length) <= bytes.count - 8 else {
            throw BallastError(
                .badInput, "the header of \(length) bytes is truncated", at: place,
                mend: "copy or download the file again")
        }
        dataStart = 8 + Int(length)
        dataCount = bytes.count - dataStart
        do {
            let parsed = try JSONDecoder().decode(
                [String: Item].self, from: Data(bytes[8..<dataStart]))
            (metadata, entries) = Self.separated(parsed)
        } catch {
            throw BallastError(
                .badInput, "the header is not that of a safetensors file", at: place)
        }
        for (name, entry) in entries {
            guard entry.offsets.count == 2, entry.begin >= 0, entry.begin <= entry.end else {
                throw BallastError(
                    .badInput, "tensor '\(name)' has the impossible place \(entry.offsets)",
                    at: place)
            }
        }
    }

    private enum Item: Decodable {
        case metadata([String: String])
        case tensor(Entry)

        init(from decoder: any Decoder) throws {
            if decoder.codingPath.last?.stringValue == "__metadata__" {
                self = .metadata(try decoder.singleValueContainer().decode([String: String].self))
            } else {
                self = .tensor(try Entry(from: decoder))
            }
        }
    }

    private static func separated(
        _ items: [String: Item]
    ) -> ([String: String], [(name: String, entry: Entry)]) {
        var metadata: [String: String] = [:]
        var entries: [(name: String, entry: Entry)] = []
        for (name, item) in items {
            switch item {
            case .metadata(let pairs): metadata = pairs
            case .tensor(let entry): entries.append((name, entry))
            }
        }
        entries.sort { first, second in
            (first.entry.offsets.lexicographicallyPrecedes(second.entry.offsets))
                || (first.entry.offsets == second.entry.offsets && first.name < second.name)
        }
        return (metadata, entries)
    }
}
