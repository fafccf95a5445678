/// Separable linear resampling of a rectangle of bytes, with antialiasing when it shrinks.
///
/// Each output pixel is the mean of the input under a triangle filter that is as wide as the larger
/// of the two grids' pixels, the edges cut off and the weights normalized: Pillow's `BILINEAR` and
/// torchvision's `resize(antialias=True)`, up to the rounding between its two passes. The same size
/// gives the same values, and a constant image stays constant. The aspect ratio is not kept.
struct RowResampler: Sendable {
    private let rows: ResamplingWeights
    private let columns: ResamplingWeights
    private let channels: Int

    /// - Parameters:
    ///   - height: rows of the rectangle.
    ///   - width: its columns.
    init(height: Int, width: Int, to output: ImageShape) {
        rows = ResamplingWeights(from: height, to: output.height)
        columns = ResamplingWeights(from: width, to: output.width)
        channels = output.channels
    }

    /// A row of the rectangle and one of the output, each with room to write four at a time.
    var scratchCount: Int { (columns.inputCount + columns.outputCount) * channels + 8 }

    /// Hands out the output row by row, from the top; each is valid during its call.
    ///
    /// - Parameters:
    ///   - pixels: the rectangle's first.
    ///   - stride: bytes from one of its rows to the next.
    ///   - scratch: room for ``scratchCount`` values.
    func forEachRow(
        of pixels: UnsafePointer<UInt8>, stride: Int, scratch: UnsafeMutablePointer<Float>,
        _ body: (_ row: Int, _ values: UnsafePointer<Float>) -> Void
    ) {
        let inputLength = columns.inputCount * channels
        let output = scratch + inputLength + 4
        for row in 0..<rows.outputCount {
            rows.blendRows(row, pixels, stride: stride, count: inputLength, into: scratch)
            columns.blendColumns(scratch, channels: channels, into: output)
            body(row, output)
        }
    }
}
