import BallastCore

extension DatasetSplit {
    /// Two parts between which no group is divided.
    public struct Grouped: Sendable {
        public let train: SubsetDataset
        public let validation: SubsetDataset
        /// Sentences about classes that could not be divided as asked.
        public let notes: [String]
    }

    /// Holds out whole groups, such as all images of one subject, so that every class gives about
    /// the same fraction.
    ///
    /// Groups are taken in an order drawn from the seed; one is held out where that brings the
    /// classes' shares nearer to the fraction, in the sum of squares. A class that then has no
    /// image held out gives its smallest group, unless the rest of its images go with it.
    ///
    /// - Parameters:
    ///   - groups: a number for each image, from 0 on without gaps.
    ///   - fraction: the part held out, in 0..<1.
    ///   - seed: of the stream ``CounterRandom/Stream/split``.
    public static func grouped(
        _ dataset: any ImageDataset, by groups: [Int], fraction: Double, seed: UInt64
    ) -> Grouped {
        precondition((0..<1).contains(fraction), "cannot hold out a fraction of \(fraction)")
        precondition(groups.count == dataset.count, "a group for each image is needed")
        let classCount = dataset.classNames.count
        let groupCount = (groups.max() ?? -1) + 1
        var sizes = [[Int]](
            repeating: [Int](repeating: 0, count: classCount), count: groupCount)
        for (index, group) in groups.enumerated() { sizes[group][dataset.label(at: index)] += 1 }
        var division = GroupDivision(sizes: sizes, fraction: fraction)
        let order = CounterRandom(seed: seed, stream: .split, step: UInt64(UInt32.max))
            .permutation(groupCount)
        for group in order { division.takeIfNearer(group) }
        let undivided = (0..<classCount).filter { !division.representClass($0, order) }
        let held = division.held
        return Grouped(
            train: SubsetDataset(dataset, indices: groups.indices.filter { !held[groups[$0]] }),
            validation: SubsetDataset(dataset, indices: groups.indices.filter { held[groups[$0]] }),
            notes: undivided.map {
                "all images of '\(dataset.classNames[$0])' are in one part: its groups do not "
                    + "allow another division"
            })
    }
}
