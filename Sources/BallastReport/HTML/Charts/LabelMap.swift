import BallastEvents

/// The mix of labels of the batches over the run.
struct LabelMap {
    private let counts: [(step: Int, counts: [Int])]
    private let names: [String]
    private let lastStep: Int
    private static let mostColumns = 200
    private static let mostClasses = 40

    init(_ record: RunRecord, classNames: [String]) {
        counts = zip(record.labelCounts.steps, record.labelCounts.values).map { ($0, $1) }
        names = classNames
        lastStep = record.lastStep
    }

    /// - Returns: nil where the labels were not recorded.
    var map: HeatMap? {
        guard let first = counts.first, first.counts.count > 1,
            counts.allSatisfy({ $0.counts.count == first.counts.count })
        else { return nil }
        let shares = counts.map { entry in
            let sum = Double(max(1, entry.counts.reduce(0, +)))
            return (step: entry.step, shares: entry.counts.map { Double($0) / sum })
        }
        let classes = Array(first.counts.indices.prefix(Self.mostClasses))
        let columns = thinned(shares).map { entry in
            HeatMap.Column(step: entry.step, values: classes.map { entry.shares[$0] })
        }
        return HeatMap(
            title: "Mix of labels in the batches", summary: summary(shares, classes.count),
            rows: classes.map { $0 < names.count ? names[$0] : "class \($0)" },
            columns: columns, steps: first.step...max(first.step + 1, lastStep),
            shades: 0...shade(shares), identifier: "labels")
    }

    /// The share that has the last shade: whole batches of one class for few classes, and for many
    /// what is far above an even mix.
    private func shade(_ shares: [(step: Int, shares: [Double])]) -> Double {
        let even = 1 / Double(shares[0].shares.count)
        let most = shares.compactMap { $0.shares.max() }.max() ?? 1
        return min(1, max(most, 8 * even))
    }

    /// Of neighbouring batches the one whose mix is the most uneven.
    private func thinned(
        _ shares: [(step: Int, shares: [Double])]
    ) -> [(step: Int, shares: [Double])] {
        let size = (shares.count + Self.mostColumns - 1) / Self.mostColumns
        return stride(from: 0, to: shares.count, by: max(1, size)).compactMap { start in
            let part = shares[start..<min(start + size, shares.count)]
            return part.max { ($0.shares.max() ?? 0) < ($1.shares.max() ?? 0) }
                .map { (part[start].step, $0.shares) }
        }
    }

    private func summary(_ shares: [(step: Int, shares: [Double])], _ shown: Int) -> String {
        let count = shares[0].shares.count
        var text =
            "The share of each class in the batch of a step. Of \(count) classes each has "
            + "\(PercentText.of(1 / Double(count))) where all are alike"
        let worst = shares.max { ($0.shares.max() ?? 0) < ($1.shares.max() ?? 0) }
        if let worst, let most = worst.shares.max() {
            text += "; the largest share is \(PercentText.of(most)), at step \(worst.step)"
        }
        return text + "." + (shown < count ? " The first \(shown) classes are shown." : "")
    }
}
