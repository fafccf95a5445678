import BallastCore
import FoundationEssentials

extension SafetensorsFile {
    /// The file's bytes: floats as F32, integers as I64, tensors in their order, metadata by name,
    /// the header padded with spaces to a multiple of 8. Equal values give equal bytes.
    ///
    /// - Precondition: no name stands twice, and none is `__metadata__`.
    public func bytes() -> [UInt8] {
        var header = Array(headerText.utf8)
        while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + header.count + tensors.reduce(0) { $0 + $1.storedByteCount })
        bytes.append(littleEndian: UInt64(header.count))
        bytes += header
        for tensor in tensors {
            switch tensor.values {
            case .floats(let values): bytes.append(elementsOf: values)
            case .integers(let values): bytes.append(elementsOf: values)
            }
        }
        return bytes
    }

    /// Writes the file so that a reader sees either the old or the whole new one.
    ///
    /// - Throws: ``BallastError`` of kind `cannotWrite`.
    public func write(to path: String) throws {
        try AtomicFile.write(path, bytes())
    }

    private var headerText: String {
        var seen: Set<String> = ["__metadata__"]
        var items: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key < $1.key }
                .map { "\(quoted($0.key)):\(quoted($0.value))" }
            items.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
        }
        var position = 0
        for tensor in tensors {
            precondition(seen.insert(tensor.name).inserted, "tensor '\(tensor.name)' stands twice")
            let end = position + tensor.storedByteCount
            let shape = tensor.shape.dimensions.map(String.init).joined(separator: ",")
            items.append(
                "\(quoted(tensor.name)):{\"dtype\":\"\(tensor.storedType.rawValue)\","
                    + "\"shape\":[\(shape)],\"data_offsets\":[\(position),\(end)]}")
            position = end
        }
        return "{" + items.joined(separator: ",") + "}"
    }

    private func quoted(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "\"") { result, scalar in
            switch scalar {
            case "\"", "\\":
                result += "\\\(scalar)"
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default:
                result.unicodeScalars.append(scalar)
            }
        } + "\""
    }
}

extension SafetensorsTensor {
    fileprivate var storedType: SafetensorsType {
        switch values {
        case .floats: .float32
        case .integers: .int64
        }
    }

    fileprivate var storedByteCount: Int {
        values.count * storedType.byteCount
    }
}

extension [UInt8] {
    fileprivate mutating func append(littleEndian word: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) {
            append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
        }
    }

    /// The elements as they stand in memory, which on every supported processor is little-endian.
    fileprivate mutating func append<Value: BitwiseCopyable>(elementsOf values: [Value]) {
        values.withUnsafeBytes { append(contentsOf: $0) }
    }
}
