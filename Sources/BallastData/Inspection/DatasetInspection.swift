import BallastCore

/// What can be said about a data set before anything is trained on it.
public struct DatasetInspection: Sendable {
    public let classNames: [String]
    public let imageShape: ImageShape
    public let parts: [PartSummary]
    /// Mean and deviation of each channel of the training part, on the 0…1 scale, over all pixels.
    public let normalization: PixelNormalization
    /// What the files hold; `nil` where images have no files of their own.
    public let files: FileSummary?
    /// Images that are there more than once, the groups in the order of their first image.
    public let duplicates: [DuplicateGroup]
    /// Whether labels go with pixels in the training part; `nil` where it is too small to tell.
    public let agreement: NeighbourAgreement?
    public let skipped: [SkippedFile]
    public let ignoredFiles: Int
    public let notes: [String]

    /// Looks at every image of every part.
    ///
    /// - Throws: what a data set throws for an unreadable image.
    /// - Complexity: O(pixels), and the square of a limited number of images for ``agreement``.
    public init(_ data: DatasetParts) throws {
        let named = data.named
        classNames = data.train.classNames
        imageShape = data.train.imageShape
        parts = named.map { PartSummary(name: $0.name, $0.dataset) }
        normalization = try PixelNormalization.measured(on: data.train, limit: data.train.count)
        files = FileSummary(named.map(\.dataset))
        duplicates = try DuplicateSearch(named).groups
        agreement = try NeighbourAgreement(data.train)
        skipped = data.skipped
        ignoredFiles = data.ignoredFiles
        notes = data.notes
    }

    /// The images of other parts that the training part holds too: what is measured on them is too
    /// good.
    public var leakedImages: [ImageReference] {
        duplicates.filter { $0.spans("train") }.flatMap { group in
            group.images.filter { $0.part != "train" }
        }
    }
}
