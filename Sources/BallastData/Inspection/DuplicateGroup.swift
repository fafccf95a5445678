/// Images with the same pixels.
public struct DuplicateGroup: Hashable, Sendable {
    /// At least two, part by part.
    public let images: [ImageReference]
    /// Whether the files are the same byte for byte; `false` where they differ, or where images
    /// have no files.
    public let hasEqualFiles: Bool

    /// Whether the copies carry different labels, of which at most one can be right.
    public var contradicts: Bool { Set(images.map(\.label)).count > 1 }

    /// Whether images of this part and of another are among the copies.
    public func spans(_ part: String) -> Bool {
        images.contains { $0.part == part } && images.contains { $0.part != part }
    }
}
