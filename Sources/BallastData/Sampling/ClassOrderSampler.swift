/// Class after class, each in the data's own order, the same in every epoch: what reading a folder
/// per class gives.
public struct ClassOrderSampler: Sampler {
    private let sorted: [Int]

    /// - Parameter dataset: whose labels decide the order.
    /// - Complexity: O(images).
    public init(_ dataset: any ImageDataset) {
        var members = [[Int]](repeating: [], count: dataset.classNames.count)
        for index in 0..<dataset.count { members[dataset.label(at: index)].append(index) }
        sorted = members.flatMap { $0 }
    }

    /// - Precondition: `count` is that of the data set.
    public func order(count: Int, epoch: Int) -> [Int] {
        precondition(count == sorted.count, "an order of \(sorted.count) for \(count) images")
        return sorted
    }
}
