extension Decoder {
    /// A scalar that may stand as an integer or as text, such as `100` or `epoch`.
    func wordOrInteger() throws -> String {
        let container = try singleValueContainer()
        if let number = try? container.decode(Int.self) { return String(number) }
        return try container.decode(String.self)
    }

    func corrupted(_ what: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: codingPath, debugDescription: what))
    }
}
