import BallastCore

/// Images that lie one after the other in one array.
public struct InMemoryImageDataset: ImageDataset {
    public let name: String
    public let classNames: [String]
    public let imageShape: ImageShape
    public let digest: String
    private let pixels: [UInt8]
    private let labels: [Int32]
    private let origins: [ImageOrigin]

    /// The most memory that the pixels of one part may take.
    public static let byteLimit = 16 << 30

    public var count: Int { labels.count }

    /// - Parameters:
    ///   - pixels: `labels.count × shape.byteCount` bytes, image by image, channels innermost.
    ///   - labels: one class per image, in `0..<classNames.count`.
    ///   - origins: the file of each image, or nothing.
    public init(
        name: String, classNames: [String], imageShape: ImageShape, pixels: [UInt8],
        labels: [Int], origins: [ImageOrigin] = []
    ) {
        precondition(
            pixels.count == labels.count * imageShape.byteCount,
            "\(pixels.count) bytes are not \(labels.count) images of \(imageShape)")
        precondition(
            labels.allSatisfy { classNames.indices.contains($0) },
            "a label lies outside of the \(classNames.count) classes")
        precondition(
            origins.isEmpty || origins.count == labels.count,
            "\(origins.count) files are not those of \(labels.count) images")
        self.name = name
        self.classNames = classNames
        self.imageShape = imageShape
        self.pixels = pixels
        self.origins = origins
        self.labels = labels.map(Int32.init)

        let stored = self.labels
        digest = pixels.withUnsafeBytes {
            Self.digest(
                imageShape, classNames, $0, lanes: ContentDigest.lanes(of: $0), stored)
        }
    }

    /// The digest of images that lie one after the other.
    ///
    /// - Parameter lanes: those of the pixels.
    static func digest(
        _ shape: ImageShape, _ classNames: [String], _ pixels: UnsafeRawBufferPointer,
        lanes: SIMD4<UInt64>, _ labels: [Int32]
    ) -> String {
        var digest = ContentDigest()
        digest.update("\(shape) \(classNames)")
        digest.update(pixels, lanes: lanes)
        labels.withUnsafeBytes { digest.update($0) }
        return digest.hexadecimal
    }

    public func label(at index: Int) -> Int { Int(labels[index]) }

    public func origin(of index: Int) -> ImageOrigin? {
        origins.isEmpty ? nil : origins[index]
    }

    public func copyPixels(at index: Int, into destination: UnsafeMutableBufferPointer<UInt8>) {
        let byteCount = imageShape.byteCount
        precondition(index >= 0 && index < count, "image \(index) is not one of \(count)")
        precondition(destination.count >= byteCount, "the destination is smaller than an image")
        pixels.withUnsafeBufferPointer { source in
            let image = UnsafeBufferPointer(
                rebasing: source[(index * byteCount)...].prefix(byteCount))
            _ = destination.update(fromContentsOf: image)
        }
    }
}

extension InMemoryImageDataset {
    /// The largest square in the middle of each image; `self` where they are square.
    func squared() -> InMemoryImageDataset {
        let side = min(imageShape.height, imageShape.width)
        guard imageShape.height != imageShape.width else { return self }
        let shape = imageShape.resized(height: side, width: side)
        let byteCount = shape.byteCount
        let cut = [UInt8](unsafeUninitializedCapacity: count * byteCount) { buffer, initialized in
            for index in 0..<count {
                let image = pixels[(index * imageShape.byteCount)...]
                    .prefix(imageShape.byteCount)
                image.withUnsafeBufferPointer {
                    shape.copyCentre(
                        of: $0, imageShape,
                        into: UnsafeMutableBufferPointer(
                            rebasing: buffer[(index * byteCount)...].prefix(byteCount)))
                }
            }
            initialized = count * byteCount
        }
        return InMemoryImageDataset(
            name: name, classNames: classNames, imageShape: shape, pixels: cut,
            labels: labels.map(Int.init), origins: origins)
    }

    /// The same images on another grid; `self` where the size is theirs already.
    public func resized(height: Int, width: Int) -> InMemoryImageDataset {
        guard height != imageShape.height || width != imageShape.width else { return self }
        let resizer = ImageResizer(from: imageShape, height: height, width: width)
        let (inputBytes, outputBytes) = (imageShape.byteCount, resizer.output.byteCount)
        var scratch = resizer.makeScratch()
        let total = count * outputBytes
        let resized = [UInt8](unsafeUninitializedCapacity: total) { buffer, initialized in
            pixels.withUnsafeBufferPointer { source in
                for index in 0..<count {
                    resizer.resize(
                        UnsafeBufferPointer(
                            rebasing: source[(index * inputBytes)...].prefix(inputBytes)),
                        into: UnsafeMutableBufferPointer(
                            rebasing: buffer[(index * outputBytes)...].prefix(outputBytes)),
                        scratch: &scratch)
                }
            }
            initialized = total
        }
        return InMemoryImageDataset(
            name: name, classNames: classNames, imageShape: resizer.output, pixels: resized,
            labels: labels.map(Int.init), origins: origins)
    }
}
