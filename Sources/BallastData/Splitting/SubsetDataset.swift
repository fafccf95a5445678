import BallastCore

/// Some images of another data set, in an order of their own, with some or all of its classes.
public struct SubsetDataset: ImageDataset {
    public let name: String
    public let classNames: [String]
    public let digest: String
    /// Positions in the base data set.
    public let indices: [Int]
    private let base: any ImageDataset
    /// The new label of each class of the base.
    private let newLabels: [Int?]

    public var count: Int { indices.count }
    public var imageShape: ImageShape { base.imageShape }

    /// - Parameters:
    ///   - base: where the images come from.
    ///   - indices: positions in `base`, each of a kept class.
    ///   - classes: the classes of `base` that are kept, in the order of their new labels;
    ///     `nil` keeps all labels as they are.
    ///   - name: the base's own where it is `nil`.
    public init(
        _ base: any ImageDataset, indices: [Int], classes: [Int]? = nil, name: String? = nil
    ) {
        let kept = classes ?? Array(base.classNames.indices)
        var newLabels = [Int?](repeating: nil, count: base.classNames.count)
        for (newLabel, oldLabel) in kept.enumerated() {
            precondition(newLabels[oldLabel] == nil, "class \(oldLabel) is kept twice")
            newLabels[oldLabel] = newLabel
        }
        precondition(
            indices.allSatisfy { newLabels[base.label(at: $0)] != nil },
            "an index belongs to a class that is not kept")
        self.base = base
        self.indices = indices
        self.newLabels = newLabels
        self.name = name ?? base.name
        classNames = kept.map { base.classNames[$0] }

        var digest = ContentDigest()
        digest.update("subset of \(base.digest), classes \(kept)")
        indices.withUnsafeBytes { digest.update($0) }
        self.digest = digest.hexadecimal
    }

    /// All images of some classes, in the base's order, relabelled by position in `classes`.
    public init(_ base: any ImageDataset, keeping classes: [Int], name: String? = nil) {
        let kept = Set(classes)
        let indices = (0..<base.count).filter { kept.contains(base.label(at: $0)) }
        self.init(base, indices: indices, classes: classes, name: name)
    }

    public func label(at index: Int) -> Int {
        let oldLabel = base.label(at: indices[index])
        guard let label = newLabels[oldLabel] else {
            preconditionFailure("class \(oldLabel) is not part of this subset")
        }
        return label
    }

    public func origin(of index: Int) -> ImageOrigin? { base.origin(of: indices[index]) }

    public func copyPixels(
        at index: Int, into destination: UnsafeMutableBufferPointer<UInt8>
    ) throws {
        try base.copyPixels(at: indices[index], into: destination)
    }
}
