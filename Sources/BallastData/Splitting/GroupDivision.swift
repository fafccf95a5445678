/// Which groups of images are held out, and what that means for the classes.
struct GroupDivision {
    /// Images by group and class.
    private let sizes: [[Int]]
    /// How many images of each class should be held out.
    private let targets: [Double]
    private var heldCounts: [Int]
    private let totals: [Int]
    private(set) var held: [Bool]

    init(sizes: [[Int]], fraction: Double) {
        self.sizes = sizes
        let classCount = sizes.first?.count ?? 0
        totals = (0..<classCount).map { label in sizes.reduce(0) { $0 + $1[label] } }
        targets = totals.map { Double($0) * fraction }
        heldCounts = Array(repeating: 0, count: classCount)
        held = Array(repeating: false, count: sizes.count)
    }

    /// Holds a group out where the classes come nearer to their targets by it.
    mutating func takeIfNearer(_ group: Int) {
        let change = sizes[group].indices.reduce(0.0) { sum, label in
            let (count, distance) = (Double(sizes[group][label]), distance(label))
            return sum + count * (count - 2 * distance)
        }
        if change < 0 { take(group) }
    }

    /// Sees to it that a class has images in both parts.
    ///
    /// - Returns: `false` where its groups do not allow that.
    mutating func representClass(_ label: Int, _ order: [Int]) -> Bool {
        guard heldCounts[label] == 0 || totals[label] == 0 else {
            return heldCounts[label] < totals[label]
        }
        let candidates = order.filter { sizes[$0][label] > 0 && leavesEveryClass($0) }
        guard totals[label] > 0, let smallest = candidates.min(by: { size($0) < size($1) })
        else { return totals[label] == 0 }
        take(smallest)
        return true
    }

    private mutating func take(_ group: Int) {
        held[group] = true
        for label in heldCounts.indices { heldCounts[label] += sizes[group][label] }
    }

    private func distance(_ label: Int) -> Double {
        targets[label] - Double(heldCounts[label])
    }

    private func size(_ group: Int) -> Int { sizes[group].reduce(0, +) }

    private func leavesEveryClass(_ group: Int) -> Bool {
        sizes[group].indices.allSatisfy {
            sizes[group][$0] == 0 || heldCounts[$0] + sizes[group][$0] < totals[$0]
        }
    }
}
