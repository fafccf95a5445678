import CKernels

/// The triangle filter of one axis: which input positions make each output position, and how much.
struct ResamplingWeights: Sendable {
    let inputCount: Int
    private let first: [Int]
    private let offsets: [Int]
    private let weights: [Float]

    var outputCount: Int { first.count }

    init(from inputCount: Int, to outputCount: Int) {
        self.inputCount = inputCount
        let scale = Double(inputCount) / Double(outputCount)
        let support = max(scale, 1)
        var first: [Int] = []
        var offsets = [0]
        var weights: [Float] = []
        for position in 0..<outputCount {
            let centre = (Double(position) + 0.5) * scale
            let low = max(Int((centre - support + 0.5).rounded(.down)), 0)
            let high = min(Int((centre + support + 0.5).rounded(.down)), inputCount)
            let triangle = (low..<high).map { tap in
                max(0, 1 - abs(Double(tap) + 0.5 - centre) / support)
            }
            let sum = triangle.reduce(0, +)
            first.append(low)
            weights += triangle.map { Float($0 / sum) }
            offsets.append(weights.count)
        }
        self.first = first
        self.offsets = offsets
        self.weights = weights
    }

    /// The sum of one output position over rows of bytes.
    ///
    /// - Parameters:
    ///   - rows: the first of the input's rows.
    ///   - stride: from one of them to the next.
    ///   - sums: room for `count` values.
    func blendRows(
        _ position: Int, _ rows: UnsafePointer<UInt8>, stride: Int, count: Int,
        into sums: UnsafeMutablePointer<Float>
    ) {
        let taps = offsets[position]..<offsets[position + 1]
        weights.withUnsafeBufferPointer {
            bk_blend_rows(
                rows + first[position] * stride, stride, $0.baseAddress! + taps.lowerBound,
                taps.count, count, sums)
        }
    }

    /// All output positions of one row; both rows have room for one value more than they need.
    func blendColumns(
        _ row: UnsafePointer<Float>, channels: Int, into sums: UnsafeMutablePointer<Float>
    ) {
        first.withUnsafeBufferPointer { first in
            offsets.withUnsafeBufferPointer { offsets in
                weights.withUnsafeBufferPointer { weights in
                    var blend = bk_blend(
                        count: first.count, first: first.baseAddress,
                        offsets: offsets.baseAddress, weights: weights.baseAddress)
                    bk_blend_columns(row, &blend, channels, sums)
                }
            }
        }
    }
}
