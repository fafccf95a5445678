import CKernels

/// Resamples byte images by the triangle filter of Pillow's `BILINEAR`, with antialiasing when it
/// shrinks, and rounds to the nearest.
///
/// The same size gives the same bytes, and a constant image stays constant. The aspect ratio is not
/// kept.
public struct ImageResizer: Sendable {
    public let input: ImageShape
    public let output: ImageShape
    private let resampler: RowResampler

    public init(from input: ImageShape, height: Int, width: Int) {
        self.input = input
        output = input.resized(height: height, width: width)
        resampler = RowResampler(height: input.height, width: input.width, to: output)
    }

    /// Room for intermediate rows, to be reused between calls.
    public func makeScratch() -> [Float] {
        [Float](repeating: 0, count: scratchCount)
    }

    var scratchCount: Int { resampler.scratchCount }

    /// Resamples one image.
    ///
    /// - Parameters:
    ///   - source: `input.byteCount` bytes.
    ///   - destination: room for `output.byteCount` bytes; must not overlap the source.
    ///   - scratch: from ``makeScratch()``, or larger.
    public func resize(
        _ source: UnsafeBufferPointer<UInt8>, into destination: UnsafeMutableBufferPointer<UInt8>,
        scratch: inout [Float]
    ) {
        precondition(source.count >= input.byteCount && destination.count >= output.byteCount)
        precondition(scratch.count >= scratchCount)
        guard let from = source.baseAddress, let to = destination.baseAddress else { return }
        let length = output.width * output.channels
        scratch.withUnsafeMutableBufferPointer { scratch in
            guard let scratch = scratch.baseAddress else { return }
            resampler.forEachRow(
                of: from, stride: input.width * input.channels, scratch: scratch
            ) { row, values in
                bk_round_to_bytes(values, length, to + row * length)
            }
        }
    }
}
