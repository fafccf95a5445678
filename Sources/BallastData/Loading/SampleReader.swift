/// Reads one image as the model sees it: pixels, transforms, normalization.
///
/// What comes of an image is a pure function of its position and the epoch, so that any number of
/// threads may read.
struct SampleReader: Sendable {
    let dataset: any ImageDataset
    /// The images as the model sees them.
    let imageShape: ImageShape
    private let plan: TransformPlan?
    private let transform: (any SampleTransform)?
    private let table: [Float]

    /// - Precondition: the plan is for images of the data set's shape.
    init(
        _ dataset: any ImageDataset, normalization: PixelNormalization, plan: TransformPlan?,
        transform: (any SampleTransform)?
    ) {
        precondition(
            plan.map { $0.input == dataset.imageShape } ?? true,
            "transforms for other images than \(dataset.imageShape)")
        self.dataset = dataset
        self.plan = plan
        self.transform = transform
        imageShape = plan?.output ?? dataset.imageShape
        table = normalization.table(channels: dataset.imageShape.channels)
    }

    /// - Parameter values: room for one image, filled row by row with the channels innermost.
    /// - Throws: what the data set throws for an unreadable image.
    func read(
        _ index: Int, epoch: Int, into values: UnsafeMutablePointer<Float>,
        _ scratch: inout TransformScratch
    ) throws {
        let byteCount = dataset.imageShape.byteCount
        var pixels: [UInt8] = []
        swap(&pixels, &scratch.pixels)
        defer { swap(&pixels, &scratch.pixels) }
        if pixels.count != byteCount { pixels = [UInt8](repeating: 0, count: byteCount) }
        try pixels.withUnsafeMutableBufferPointer { try dataset.copyPixels(at: index, into: $0) }
        pixels.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            if let plan {
                plan.apply(start, index: index, epoch: epoch, into: values, scratch: &scratch)
            } else {
                normalize(bytes, into: values)
            }
        }
        transform?.apply(
            to: UnsafeMutableBufferPointer(start: values, count: imageShape.byteCount),
            index: index, epoch: epoch)
    }

    private func normalize(
        _ bytes: UnsafeBufferPointer<UInt8>, into values: UnsafeMutablePointer<Float>
    ) {
        let channels = dataset.imageShape.channels
        table.withUnsafeBufferPointer { table in
            for channel in 0..<channels {
                let mapped = UnsafeBufferPointer(rebasing: table[(channel * 256)...])
                for element in stride(from: channel, to: bytes.count, by: channels) {
                    values[element] = mapped[Int(bytes[element])]
                }
            }
        }
    }
}
