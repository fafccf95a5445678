import Ballast

/// Multiplies or spoils the pixels of chosen samples.
struct SampleFaults: SampleTransform {
    /// Gains by sample; NaN spoils one pixel.
    var gains: [Int: Float] = [:]
    var isEmpty: Bool { gains.isEmpty }

    func apply(to values: UnsafeMutableBufferPointer<Float>, index: Int, epoch: Int) {
        guard let gain = gains[index] else { return }
        if gain.isNaN {
            values[values.count / 2] = .nan
        } else {
            Self.scale(values, by: gain)
        }
    }

    private static func scale(_ values: UnsafeMutableBufferPointer<Float>, by gain: Float) {
        for position in values.indices { values[position] *= gain }
    }
}
