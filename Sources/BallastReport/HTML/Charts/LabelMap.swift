import BallastEvents

/// The mix of labels of the batches over the run.
struct LabelMap {
    private let counts: StepSeries<[Int]>
    private let names: [String]
    private let lastStep: Int
    private static let mostColumns = 200
    private static let mostClasses = 40

    /// A batch by its step, with the share of its most frequent class.
    private typealias Batch = (step: Int, counts: [Int], share: Double)

    init(_ record: RunRecord, classNames: [String]) {
        counts = record.labelCounts
        names = classNames
        lastStep = record.lastStep
    }

    /// - Returns: nil where the labels were not recorded.
    /// - Complexity: O(batches · classes).
    var map: HeatMap? {
        guard let count = counts.values.first?.count, count > 1,
            let batches = thinned(classes: count), let first = batches.first?.start,
            let worst = batches.max(by: { $0.batch.share < $1.batch.share })?.batch
        else { return nil }
        let classes = Array(0..<min(count, Self.mostClasses))
        let columns = batches.map { start, batch in
            let sum = Double(max(1, batch.counts.reduce(0, +)))
            return HeatMap.Column(
                step: start, values: classes.map { Double(batch.counts[$0]) / sum })
        }
        return HeatMap(
            title: "Mix of labels in the batches",
            summary: summary(worst, classes: count, shown: classes.count),
            rows: classes.map { $0 < names.count ? names[$0] : "class \($0)" },
            columns: columns, steps: first...max(first + 1, lastStep),
            shades: 0...shade(worst.share, classes: count), identifier: "labels")
    }

    /// The share that has the last shade: whole batches of one class for few classes, and for many
    /// what is far above an even mix.
    private func shade(_ most: Double, classes: Int) -> Double {
        min(1, max(most, 8 / Double(classes)))
    }

    /// Of neighbouring batches the one whose mix is the most uneven, with the first step of these.
    ///
    /// - Returns: nil where some batch has another number of classes.
    private func thinned(classes: Int) -> [(start: Int, batch: Batch)]? {
        let size = max(1, (counts.count + Self.mostColumns - 1) / Self.mostColumns)
        var parts: [(start: Int, batch: Batch)] = []
        for (index, (step, counts)) in zip(counts.steps, counts.values).enumerated() {
            guard counts.count == classes else { return nil }
            let batch = Self.batch(step, counts)
            if index % size == 0 {
                parts.append((step, batch))
            } else if batch.share > parts[parts.count - 1].batch.share {
                parts[parts.count - 1].batch = batch
            }
        }
        return parts
    }

    private static func batch(_ step: Int, _ counts: [Int]) -> Batch {
        var (sum, most) = (0, 0)
        for count in counts {
            sum += count
            most = max(most, count)
        }
        return (step, counts, Double(most) / Double(max(1, sum)))
    }

    private func summary(_ worst: Batch, classes: Int, shown: Int) -> String {
        "The share of each class in the batch of a step. Of \(classes) classes each has "
            + "\(PercentText.of(1 / Double(classes))) where all are alike; the largest share is "
            + "\(PercentText.of(worst.share)), at step \(worst.step)."
            + (shown < classes ? " The first \(shown) classes are shown." : "")
    }
}
