/// What happens to an image file that cannot be decoded.
public enum BadFilePolicy: String, Codable, Sendable, CaseIterable {
    /// The run does not start.
    case fail
    /// The file is left out and named.
    case skip
}
