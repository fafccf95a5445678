import BallastCore

/// Images of a packed cache: their bytes are mapped from its file and read as they are touched.
struct PackedImageDataset: ImageDataset {
    let name: String
    let classNames: [String]
    let imageShape: ImageShape
    let digest: String
    private let file: MappedFile
    private let labels: [Int32]
    private let origins: [ImageOrigin]

    var count: Int { labels.count }

    /// - Parameter labels: one class for each image of the pack.
    init(_ pack: PackedImages, name: String, classNames: [String], labels: [Int]) {
        precondition(labels.count == pack.table.origins.count, "a label for each image is needed")
        self.name = name
        self.classNames = classNames
        self.labels = labels.map(Int32.init)
        file = pack.file
        imageShape = pack.table.shape
        origins = pack.table.origins
        digest = InMemoryImageDataset.digest(
            imageShape, classNames, pack.pixels, lanes: pack.table.digest, self.labels)
    }

    func label(at index: Int) -> Int { Int(labels[index]) }

    func origin(of index: Int) -> ImageOrigin? { origins[index] }

    func copyPixels(at index: Int, into destination: UnsafeMutableBufferPointer<UInt8>) {
        let byteCount = imageShape.byteCount
        precondition(index >= 0 && index < count, "image \(index) is not one of \(count)")
        precondition(destination.count >= byteCount, "the destination is smaller than an image")
        UnsafeMutableRawBufferPointer(destination).copyMemory(
            from: UnsafeRawBufferPointer(
                rebasing: file.bytes[(index * byteCount)...]
                    .prefix(byteCount)))
    }
}
