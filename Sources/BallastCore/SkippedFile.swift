/// A file that was left out of a data set because it cannot be decoded.
public struct SkippedFile: Hashable, Sendable, Codable {
    public let file: String
    public let reason: String

    public init(file: String, reason: String) {
        self.file = file
        self.reason = reason
    }
}
