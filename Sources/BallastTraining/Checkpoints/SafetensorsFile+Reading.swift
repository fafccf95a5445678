import BallastCore
import FoundationEssentials

extension SafetensorsFile {
    /// - Throws: ``BallastError`` of kind `notFound`, or `badInput` naming the file and the tensor.
    public init(contentsOf path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            throw BallastError(.notFound, "there is no such file", at: path)
        }
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw BallastError(.badInput, "the file cannot be read: \(error)", at: path)
        }
        try self.init(bytes: Array(data), at: path)
    }

    /// - Parameter place: the file's name for errors.
    /// - Throws: ``BallastError`` of kind `badInput` for bytes that are no whole file.
    public init(bytes: [UInt8], at place: String) throws {
        let header = try SafetensorsHeader(bytes, at: place)
        var tensors: [SafetensorsTensor] = []
        var position = 0
        for (name, entry) in header.entries {
            let fault = { (what: String) in
                BallastError(.badInput, "tensor '\(name)' \(what)", at: place)
            }
            guard let type = SafetensorsType(rawValue: entry.dtype) else {
                let known = SafetensorsType.allCases.map(\.rawValue).joined(separator: ", ")
                throw fault("has type \(entry.dtype); Ballast reads \(known)")
            }
            guard let size = entry.byteCount(type) else {
                throw fault("has the impossible shape \(entry.shape)")
            }
            guard entry.end <= header.dataCount else {
                throw fault(
                    "ends at byte \(entry.end) of \(header.dataCount): the file is truncated")
            }
            guard entry.begin == position else {
                throw fault(entry.begin < position ? "overlaps another" : "leaves a hole before it")
            }
            guard entry.end - entry.begin == size else {
                throw fault(
                    "has \(entry.end - entry.begin) bytes where its shape and type need \(size)")
            }
            let start = header.dataStart + entry.begin
            tensors.append(
                SafetensorsTensor(
                    name: name, shape: Shape(entry.shape), type: type,
                    values: .init(bytes[start..<start + size], type)))
            position = entry.end
        }
        guard position == header.dataCount else {
            throw BallastError(
                .badInput, "\(header.dataCount - position) bytes belong to no tensor", at: place)
        }
        self.init(metadata: header.metadata, tensors: tensors)
    }
}

extension SafetensorsTensor.Values {
    /// - Precondition: whole elements of `type`.
    fileprivate init(_ bytes: ArraySlice<UInt8>, _ type: SafetensorsType) {
        switch type {
        case .float32:
            self = .floats(bytes.words(UInt32.self) { Float(bitPattern: $0) })
        case .float64:
            self = .floats(bytes.words(UInt64.self) { Float(Double(bitPattern: $0)) })
        case .bfloat16:
            self = .floats(bytes.words(UInt16.self) { Float(bitPattern: UInt32($0) << 16) })
        case .float16:
            self = .floats(bytes.words(UInt16.self) { Float(Float16(bitPattern: $0)) })
        case .int64:
            self = .integers(bytes.words(Int64.self) { $0 })
        }
    }
}

extension ArraySlice<UInt8> {
    /// The little-endian integers of these bytes, each converted.
    fileprivate func words<Word: FixedWidthInteger & BitwiseCopyable, Value>(
        _ type: Word.Type, _ convert: (Word) -> Value
    ) -> [Value] {
        let size = MemoryLayout<Word>.size
        var values: [Value] = []
        values.reserveCapacity(count / size)
        let raw = span.bytes
        for offset in stride(from: 0, to: count, by: size) {
            values.append(
                convert(
                    Word(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: offset, as: type)))
            )
        }
        return values
    }
}
