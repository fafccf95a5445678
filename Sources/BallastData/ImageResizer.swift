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

    /// Room for the intermediate image and one row of input, to be reused between calls.
    public func makeScratch() -> [Float] {
        [Float](repeating: 0, count: scratchCount)
    }

    private var intermediateCount: Int { input.height * output.width * input.channels }

    /// Three channels are read and written four at a time, hence the room behind each part.
    var scratchCount: Int {
        intermediateCount + 4 + input.width * input.channels + 4
    }

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
        scratch.withUnsafeMutableBufferPointer { scratch in
            guard let intermediate = scratch.baseAddress else { return }
            let row = intermediate + intermediateCount + 4
            let inputLength = input.width * input.channels
            let outputLength = output.width * input.channels
            for number in 0..<input.height {
                let bytes = from + number * inputLength
                for position in 0..<inputLength { row[position] = Float(bytes[position]) }
                resampleRow(row, into: intermediate + number * outputLength)
            }
            resampleColumns(intermediate, into: to)
        }
    }

    private func resampleRow(
        _ row: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>
    ) {
        let channels = input.channels
        columns.forEachPosition { column, first, weights in
            let start = row + first * channels
            let sums = target + column * channels
            if channels == 3 {
                var sum = SIMD4<Float>.zero
                for tap in weights.indices {
                    let values = UnsafeRawPointer(start + tap * 3)
                        .loadUnaligned(as: SIMD4<Float>.self)
                    sum += values * weights[tap]
                }
                UnsafeMutableRawPointer(sums).storeBytes(of: sum, as: SIMD4<Float>.self)
            } else {
                for channel in 0..<channels {
                    var sum: Float = 0
                    for tap in weights.indices {
                        sum += weights[tap] * start[tap * channels + channel]
                    }
                    sums[channel] = sum
                }
            }
        }
    }

    private func resampleColumns(
        _ intermediate: UnsafePointer<Float>, into destination: UnsafeMutablePointer<UInt8>
    ) {
        let length = output.width * output.channels
        withUnsafeTemporaryAllocation(of: Float.self, capacity: length) { sums in
            guard let sums = sums.baseAddress else { return }
            rows.forEachPosition { row, first, weights in
                sums.update(repeating: 0, count: length)
                addRows(intermediate + first * length, weights, to: sums, length)
                let target = destination + row * length
                for position in 0..<length {
                    target[position] = Self.byte(min(max(sums[position] + 0.5, 0), 255))
                }
            }
        }
    }

    /// Adds weighted rows to sums, up to four in one pass over them; always in the same order.
    private func addRows(
        _ rows: UnsafePointer<Float>, _ weights: UnsafeBufferPointer<Float>,
        to sums: UnsafeMutablePointer<Float>, _ length: Int
    ) {
        var tap = 0
        while tap + 4 <= weights.count {
            let (w0, w1, w2, w3) =
                (weights[tap], weights[tap + 1], weights[tap + 2], weights[tap + 3])
            let r0 = rows + tap * length
            let (r1, r2, r3) = (r0 + length, r0 + 2 * length, r0 + 3 * length)
            for x in 0..<length {
                sums[x] = sums[x] + w0 * r0[x] + w1 * r1[x] + w2 * r2[x] + w3 * r3[x]
            }
            tap += 4
        }
        while tap + 2 <= weights.count {
            let (w0, w1, r0) = (weights[tap], weights[tap + 1], rows + tap * length)
            let r1 = r0 + length
            for x in 0..<length { sums[x] = sums[x] + w0 * r0[x] + w1 * r1[x] }
            tap += 2
        }
        if tap < weights.count {
            let (weight, row) = (weights[tap], rows + tap * length)
            for x in 0..<length { sums[x] += weight * row[x] }
        }
    }

    /// The whole part of a number from 0 to 255, without a conversion that would keep loops from
    /// being vectorized: added to 2²³ it is rounded into the lowest bits, and one is taken back
    /// where that was up.
    @inline(__always)
    private static func byte(_ value: Float) -> UInt8 {
        let shifted = value + 0x1p23
        let low = UInt8(truncatingIfNeeded: shifted.bitPattern)
        return shifted - 0x1p23 > value ? low &- 1 : low
    }
}
