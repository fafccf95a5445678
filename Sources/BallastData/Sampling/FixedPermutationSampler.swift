/// One random order, a function of the seed alone, in every epoch.
///
/// It is the order of ``PermutationSampler``'s first epoch with the same seed.
public struct FixedPermutationSampler: Sampler {
    public let seed: UInt64

    public init(seed: UInt64) {
        self.seed = seed
    }

    public func order(count: Int, epoch: Int) -> [Int] {
        PermutationSampler(seed: seed).order(count: count, epoch: 0)
    }
}
