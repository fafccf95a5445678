import BallastCore

/// A new random order each epoch in which every stretch holds the classes in the proportion of the
/// whole.
///
/// The members of a class are shuffled and spread evenly over the epoch, the class as a whole moved
/// by a random part of its spacing. Of a class of `n` among `N` images in `K` classes, any `m` in a
/// row hold `m·n/N`, to within `1 + K·n/N`: two, where the classes are equal.
public struct StratifiedSampler: Sampler {
    public let seed: UInt64
    private let members: [[Int]]

    /// - Parameter dataset: whose labels decide.
    /// - Complexity: O(images).
    public init(_ dataset: any ImageDataset, seed: UInt64) {
        self.seed = seed
        var members = [[Int]](repeating: [], count: dataset.classNames.count)
        for index in 0..<dataset.count { members[dataset.label(at: index)].append(index) }
        self.members = members
    }

    /// - Precondition: `count` is that of the data set.
    /// - Complexity: O(images · log images).
    public func order(count: Int, epoch: Int) -> [Int] {
        var places: [(place: Double, index: Int)] = []
        places.reserveCapacity(count)
        for (label, members) in members.enumerated() where !members.isEmpty {
            // One stream per class and epoch, apart from that of whole permutations.
            let random = CounterRandom(
                seed: seed, stream: .permutation,
                step: UInt64(label + 1) << 40 | UInt64(epoch))
            let shift = Double(random.uniform(UInt64(UInt32.max)))
            for (rank, member) in random.permutation(members.count).enumerated() {
                let place = (Double(rank) + shift) / Double(members.count)
                places.append((place, members[member]))
            }
        }
        precondition(count == places.count, "an order of \(places.count) for \(count) images")
        return places.sorted { ($0.place, $0.index) < ($1.place, $1.index) }.map(\.index)
    }
}
