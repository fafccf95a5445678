/// One image of one part.
public struct ImageReference: Hashable, Sendable {
    public let part: String
    public let index: Int
    public let label: Int
    /// The file below the data set's folder, where it has one.
    public let file: String?
}
