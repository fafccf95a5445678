import BallastCore
import FoundationEssentials

/// Ballast's JSON: sorted keys, and `"nan"`, `"inf"`, `"-inf"` for numbers that JSON lacks.
///
/// Reading also accepts the bare `NaN`, `Infinity` and `-Infinity` that Python writes.
public enum JSONCoding {
    /// One line without a line break at its end.
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        Array(try encoder([.sortedKeys, .withoutEscapingSlashes]).encode(value))
    }

    /// Indented, with a line break at its end, for files that people open.
    public static func encodeIndented(_ value: some Encodable) throws -> [UInt8] {
        let format: JSONEncoder.OutputFormatting = [
            .sortedKeys, .withoutEscapingSlashes, .prettyPrinted,
        ]
        return Array(try encoder(format).encode(value)) + [UInt8(ascii: "\n")]
    }

    /// - Parameter place: the file, with a line where that helps, for the error.
    /// - Throws: ``BallastError`` of kind `badInput` that names the key at fault; a
    ///   ``BallastError`` of the value's own passes through.
    public static func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: some Collection<UInt8>, at place: String
    ) throws -> Value {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            return try decoder.decode(type, from: Data(NonFiniteLiterals.quoted(bytes)))
        } catch let error as DecodingError {
            throw BallastError(.badInput, error.sentence, at: place)
        }
    }

    private static func encoder(_ format: JSONEncoder.OutputFormatting) -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = format
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return encoder
    }
}
