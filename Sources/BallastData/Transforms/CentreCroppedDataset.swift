import BallastCore

/// The centre of each image of another data set: what validation sees of images that are stored
/// larger than the model takes them.
public struct CentreCroppedDataset: ImageDataset {
    public let imageShape: ImageShape
    public let digest: String
    private let base: any ImageDataset

    public var name: String { base.name }
    public var count: Int { base.count }
    public var classNames: [String] { base.classNames }

    /// - Precondition: the size is not above that of the images.
    public init(_ base: any ImageDataset, size: Int) {
        precondition(
            size <= min(base.imageShape.height, base.imageShape.width),
            "images of \(base.imageShape) have no part of \(size) pixels")
        self.base = base
        imageShape = base.imageShape.resized(height: size, width: size)
        var checksum = Checksum()
        checksum.update("centre \(size) of \(base.digest)")
        digest = checksum.hexadecimal
    }

    public func label(at index: Int) -> Int { base.label(at: index) }

    public func origin(of index: Int) -> ImageOrigin? { base.origin(of: index) }

    public func copyPixels(
        at index: Int, into destination: UnsafeMutableBufferPointer<UInt8>
    ) throws {
        let whole = base.imageShape
        try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: whole.byteCount) { pixels in
            try base.copyPixels(at: index, into: pixels)
            imageShape.copyCentre(of: UnsafeBufferPointer(pixels), whole, into: destination)
        }
    }
}
