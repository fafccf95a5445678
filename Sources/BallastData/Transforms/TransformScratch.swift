/// Memory that transforms reuse from image to image; each thread has its own.
public struct TransformScratch: Sendable {
    /// Room for one stored image.
    var pixels: [UInt8] = []
    /// Room for intermediate images.
    var values: [Float] = []

    public init() {}

    /// Grows the memory for intermediate images where it is too small.
    mutating func reserve(_ count: Int) {
        if values.count < count { values = [Float](repeating: 0, count: count) }
    }
}
