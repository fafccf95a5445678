/// Separable linear resampling of byte images, with antialiasing when it shrinks.
///
/// Each output pixel is the mean of the input under a triangle filter that is as wide as the larger
/// of the two grids' pixels, the edges cut off and the weights normalized: Pillow's `BILINEAR` and
/// torchvision's `resize(antialias=True)`, up to the rounding between its two passes. The same size
/// gives the same bytes, and a constant image stays constant. The aspect ratio is not kept.
public struct ImageResizer: Sendable {
    public let input: ImageShape
    public let output: ImageShape
    private let rows: ResamplingWeights
    private let columns: ResamplingWeights

    public init(from input: ImageShape, height: Int, width: Int) {
        self.input = input
        output = input.resized(height: height, width: width)
        rows = ResamplingWeights(from: input.height, to: height)
        columns = ResamplingWeights(from: input.width, to: width)
    }

    /// Room for the intermediate image, to be reused between calls.
    public func makeScratch() -> [Float] {
        [Float](repeating: 0, count: input.height * output.width * input.channels)
    }

    /// Resamples one image.
    ///
    /// - Parameters:
    ///   - source: `input.byteCount` bytes.
    ///   - destination: room for `output.byteCount` bytes; must not overlap the source.
    ///   - scratch: from ``makeScratch()``.
    public func resize(
        _ source: UnsafeBufferPointer<UInt8>, into destination: UnsafeMutableBufferPointer<UInt8>,
        scratch: inout [Float]
    ) {
        precondition(source.count >= input.byteCount && destination.count >= output.byteCount)
        precondition(scratch.count == input.height * output.width * input.channels)
        scratch.withUnsafeMutableBufferPointer { intermediate in
            resampleRows(source, into: intermediate)
            resampleColumns(UnsafeBufferPointer(intermediate), into: destination)
        }
    }

    private func resampleRows(
        _ source: UnsafeBufferPointer<UInt8>, into intermediate: UnsafeMutableBufferPointer<Float>
    ) {
        let channels = input.channels
        for row in 0..<input.height {
            for column in 0..<output.width {
                let first = (row * input.width + columns.first[column]) * channels
                let target = (row * output.width + column) * channels
                for channel in 0..<channels {
                    var sum: Float = 0
                    for (tap, weight) in columns.taps(of: column) {
                        sum += weight * Float(source[first + tap * channels + channel])
                    }
                    intermediate[target + channel] = sum
                }
            }
        }
    }

    private func resampleColumns(
        _ intermediate: UnsafeBufferPointer<Float>,
        into destination: UnsafeMutableBufferPointer<UInt8>
    ) {
        let rowLength = output.width * output.channels
        for row in 0..<output.height {
            let first = rows.first[row] * rowLength
            for position in 0..<rowLength {
                var sum: Float = 0
                for (tap, weight) in rows.taps(of: row) {
                    sum += weight * intermediate[first + tap * rowLength + position]
                }
                destination[row * rowLength + position] = UInt8(min(max(sum + 0.5, 0), 255))
            }
        }
    }
}
