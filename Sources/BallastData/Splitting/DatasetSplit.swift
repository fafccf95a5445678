import BallastCore

/// Ways of holding out a part of a data set.
public enum DatasetSplit {
    /// Holds out the same fraction of every class, the same images for the same seed.
    ///
    /// A class of `n` images gives `round(fraction × n)` to the validation part, at least one and
    /// at most `n − 1`; a class of one image keeps it for training. Both parts keep the base's
    /// order.
    ///
    /// - Parameters:
    ///   - fraction: the part held out, in 0..<1; 0 holds out nothing.
    ///   - seed: of the stream ``CounterRandom/Stream/split``, one step per class.
    public static func stratified(
        _ dataset: any ImageDataset, fraction: Double = 0.15, seed: UInt64
    ) -> (train: SubsetDataset, validation: SubsetDataset) {
        precondition((0..<1).contains(fraction), "cannot hold out a fraction of \(fraction)")
        var members = [[Int]](repeating: [], count: dataset.classNames.count)
        for index in 0..<dataset.count { members[dataset.label(at: index)].append(index) }

        var train: [Int] = []
        var validation: [Int] = []
        for (label, indices) in members.enumerated() {
            let random = CounterRandom(seed: seed, stream: .split, step: UInt64(label))
            let order = random.permutation(indices.count)
            let heldOut = heldOutCount(of: indices.count, fraction: fraction)
            validation += order.prefix(heldOut).map { indices[$0] }
            train += order.dropFirst(heldOut).map { indices[$0] }
        }
        return (
            SubsetDataset(dataset, indices: train.sorted()),
            SubsetDataset(dataset, indices: validation.sorted())
        )
    }

    private static func heldOutCount(of count: Int, fraction: Double) -> Int {
        guard fraction > 0, count > 1 else { return 0 }
        return min(max(Int((fraction * Double(count)).rounded()), 1), count - 1)
    }
}
