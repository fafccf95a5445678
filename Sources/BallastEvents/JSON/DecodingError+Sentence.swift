extension DecodingError {
    /// What is wrong and under which key, in one sentence.
    var sentence: String {
        switch self {
        case .keyNotFound(let key, let context):
            return "\(Self.path(context.codingPath + [key])) is missing"
        case .typeMismatch(let type, let context):
            return "\(Self.path(context.codingPath)) is not of type \(type)"
        case .valueNotFound(let type, let context):
            return "\(Self.path(context.codingPath)) has no value of type \(type)"
        case .dataCorrupted(let context):
            let place = context.codingPath.isEmpty ? "" : Self.path(context.codingPath) + ": "
            return place + context.debugDescription
        @unknown default:
            return "\(self)"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        guard !keys.isEmpty else { return "the value" }
        return "'" + keys.map(\.stringValue).joined(separator: ".") + "'"
    }
}
