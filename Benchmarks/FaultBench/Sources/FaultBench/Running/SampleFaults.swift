import Ballast

/// Multiplies or spoils the pixels of chosen samples.
struct SampleFaults: SampleTransform {
    /// Gains by sample; NaN spoils one pixel.
    var gains: [Int: Float] = [:]
    /// The gain of all samples before an epoch.
    var fade: (gain: Float, untilEpoch: Int)?

    var isEmpty: Bool { gains.isEmpty && fade == nil }

    func apply(to values: UnsafeMutableBufferPointer<Float>, index: Int, epoch: Int) {
        if let fade, epoch < fade.untilEpoch { Self.scale(values, by: fade.gain) }
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
