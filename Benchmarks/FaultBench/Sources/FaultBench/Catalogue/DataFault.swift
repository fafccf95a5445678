/// What is wrong with the data or the initial weights of a run where no key of its configuration
/// can make it so.
enum DataFault: Codable, Hashable, Sendable {
    /// The first samples of some batches of the first epoch are multiplied by a gain.
    case corrupted(step: Int, batches: Int, samples: Int, gain: Float)
    /// One pixel of one sample of that batch is not a number.
    case notFinite(step: Int)
    /// Pixels are neither centred nor scaled but 0 … `gain`, as long as the configuration does not
    /// ask for standardized ones.
    case rawPixels(gain: Float)
    /// The training images are sorted so that runs of this many have one label.
    case sorted(run: Int)
    /// This share of the training labels is drawn anew: no fault, but hard data.
    case noisyLabels(share: Double)
    /// The weights of the first layer begin this many times larger than they should.
    case hugeWeights(gain: Float)
}
