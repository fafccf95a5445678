import BallastData

/// Spoils some training samples from an epoch on.
struct SpoiledSamples: SampleTransform {
    var samples: Set<Int>
    var fromEpoch: Int
    /// What their values are multiplied by.
    var factor: Float

    func apply(to values: UnsafeMutableBufferPointer<Float>, index: Int, epoch: Int) {
        guard epoch >= fromEpoch, samples.contains(index) else { return }
        for position in values.indices { values[position] *= factor }
    }
}
