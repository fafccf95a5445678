/// Memory that transforms reuse from image to image; each thread has its own.
public struct TransformScratch: Sendable {
    /// Room for one stored image.
    var pixels: [UInt8] = []
    /// Room for intermediate images.
    var values: [Float] = []
    /// The resampling that was made last.
    private var resizer: ImageResizer?

    public init() {}

    /// Grows the memory for intermediate images where it is too small.
    mutating func reserve(_ count: Int) {
        if values.count < count { values = [Float](repeating: 0, count: count) }
    }

    /// Resamples an image; a copy where the shape is the same.
    mutating func resize(
        _ source: UnsafeBufferPointer<UInt8>, _ shape: ImageShape, to wanted: ImageShape,
        into destination: UnsafeMutableBufferPointer<UInt8>
    ) {
        guard shape != wanted else {
            _ = destination.update(fromContentsOf: source)
            return
        }
        let known = resizer.flatMap { $0.input == shape && $0.output == wanted ? $0 : nil }
        let made = known ?? ImageResizer(from: shape, height: wanted.height, width: wanted.width)
        resizer = made
        reserve(made.scratchCount)
        made.resize(source, into: destination, scratch: &values)
    }
}
