import BallastData

/// Spoils some training samples from an epoch on, or in some epochs.
struct SpoiledSamples: SampleTransform {
    var samples: Set<Int>
    var fromEpoch: Int
    /// The first epoch in which they are sound again.
    var untilEpoch = Int.max
    /// What their values are multiplied by.
    var factor: Float

    func apply(to values: UnsafeMutableBufferPointer<Float>, index: Int, epoch: Int) {
        guard epoch >= fromEpoch, epoch < untilEpoch, samples.contains(index) else { return }
        for position in values.indices { values[position] *= factor }
    }
}
