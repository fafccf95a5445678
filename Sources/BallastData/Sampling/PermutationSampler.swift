import BallastCore

/// A new random order each epoch, a function of seed and epoch alone.
public struct PermutationSampler: Sampler {
    public let seed: UInt64

    public init(seed: UInt64) {
        self.seed = seed
    }

    public func order(count: Int, epoch: Int) -> [Int] {
        CounterRandom(seed: seed, stream: .permutation, step: UInt64(epoch)).permutation(count)
    }
}
