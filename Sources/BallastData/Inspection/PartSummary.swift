/// Counts of one part.
public struct PartSummary: Hashable, Sendable {
    public let name: String
    public let count: Int
    /// Images of each class.
    public let classCounts: [Int]
    public let order: LabelOrder

    init(name: String, _ dataset: any ImageDataset) {
        self.name = name
        count = dataset.count
        classCounts = dataset.classCounts()
        order = LabelOrder(
            labels: (0..<dataset.count).map(dataset.label(at:)), classCounts: classCounts)
    }

    /// How many times as many images the largest class has as the smallest that has any.
    public var imbalance: Double {
        let present = classCounts.filter { $0 > 0 }
        return Double(present.max() ?? 1) / Double(present.min() ?? 1)
    }
}
