import BallastCore

/// Draws with replacement, anew each epoch, so that every class that has images comes equally often
/// and each of its images with the same probability.
///
/// An epoch has as many draws as there are images: those of rare classes come several times, and
/// some of frequent classes not at all.
public struct ClassBalancedSampler: Sampler {
    public let seed: UInt64
    private let members: [[Int]]

    /// - Parameter dataset: whose labels decide.
    /// - Complexity: O(images).
    public init(_ dataset: any ImageDataset, seed: UInt64) {
        self.seed = seed
        var members = [[Int]](repeating: [], count: dataset.classNames.count)
        for index in 0..<dataset.count { members[dataset.label(at: index)].append(index) }
        self.members = members.filter { !$0.isEmpty }
    }

    /// As many positions as there are images, some more than once and some not at all.
    public func order(count: Int, epoch: Int) -> [Int] {
        let random = CounterRandom(
            seed: seed, stream: .permutation, step: UInt64(1) << 63 | UInt64(epoch))
        return (0..<count).map { draw in
            let images = members[random.integer(UInt64(draw) * 2, below: members.count)]
            return images[random.integer(UInt64(draw) * 2 + 1, below: images.count)]
        }
    }
}
