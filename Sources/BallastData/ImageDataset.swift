/// Labelled images of one size, reached by index.
///
/// An implementation returns the same bytes and label for an index however often and in whatever
/// order it is asked, also from several threads at once.
public protocol ImageDataset: Sendable {
    /// What the person called this data, such as `shapes7`.
    var name: String { get }

    /// The number of images.
    var count: Int { get }

    /// One name per class; labels index into it.
    var classNames: [String] { get }

    /// The extents that all images share.
    var imageShape: ImageShape { get }

    /// Sixteen hexadecimal digits that change when pixels, labels, classes or their order change.
    var digest: String { get }

    /// The class of one image, in `0..<classNames.count`.
    func label(at index: Int) -> Int

    /// The file that an image was decoded from; `nil` where it has none of its own.
    func origin(of index: Int) -> ImageOrigin?

    /// Writes one image, row by row with the channels innermost, as bytes 0…255.
    ///
    /// - Parameter destination: room for at least `imageShape.byteCount` bytes.
    /// - Throws: ``BallastError`` where the image comes from a file that cannot be read.
    func copyPixels(at index: Int, into destination: UnsafeMutableBufferPointer<UInt8>) throws
}

extension ImageDataset {
    public func origin(of index: Int) -> ImageOrigin? { nil }

    /// The number of images of each class.
    public func classCounts() -> [Int] {
        var counts = [Int](repeating: 0, count: classNames.count)
        for index in 0..<count { counts[label(at: index)] += 1 }
        return counts
    }

    /// One image as an array, for inspection; batches use ``copyPixels(at:into:)``.
    public func pixels(at index: Int) throws -> [UInt8] {
        let byteCount = imageShape.byteCount
        return try [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, initialized in
            try copyPixels(at: index, into: buffer)
            initialized = byteCount
        }
    }
}
