import BallastEvents
import BallastReport

/// The record of a run that does not grow without bound: of a long one, the extremes of every
/// stretch of steps are kept, as in its charts.
package struct BoundedRecord {
    package private(set) var run: RecordedRun
    /// Whether every point is there, so that the record can be judged.
    package private(set) var isWhole = true
    private var events = 0

    /// The most points of a channel before they are thinned, to about half of it. A chart has some
    /// 700 places across, so that no place is left without its extremes.
    package static let mostPoints = 16_384
    /// A heat map shows 240 columns at most.
    package static let mostMaps = 256
    private static let mostEntries = 2048
    private static let eventsPerCheck = 512
    /// While very many events come at once, thinning them less often takes less time.
    private static let mostAtOnce = 8 * mostPoints

    package init(_ run: RecordedRun) {
        self.run = run
        tidy()
    }

    package mutating func add(_ event: RunEvent) {
        run.record.add(event)
        events += 1
        if events.isMultiple(of: Self.eventsPerCheck) { tidy(beyond: Self.mostAtOnce) }
    }

    mutating func take(manifest: RunManifest?) {
        run.manifest = manifest
    }

    /// Thins what has grown too long.
    ///
    /// - Parameter most: how many points a channel may have.
    package mutating func tidy(beyond most: Int = mostPoints) {
        for (channel, series) in run.record.series where series.count > most {
            run.record.series[channel] = Self.thinned(series)
            isWhole = false
        }
        if run.record.layers.count > Self.mostMaps {
            run.record.layers = Self.pairs(run.record.layers) { $0.merged(with: $1) }
        }
        if run.record.labelCounts.count > Self.mostEntries {
            let entries = zip(run.record.labelCounts.steps, run.record.labelCounts.values)
            let kept = Self.pairs(Array(entries), Self.mostUneven)
            run.record.labelCounts = StepSeries(steps: kept.map(\.0), values: kept.map(\.1))
        }
        guard !isWhole else { return }
        run.record.batches = StepSeries()
        Self.keepEnds(&run.record.validations)
        Self.keepEnds(&run.record.decisions)
        Self.keepEnds(&run.record.decisionOutcomes)
        Self.keepEnds(&run.record.findings)
        Self.keepEnds(&run.record.checkpoints)
        Self.keepEnds(&run.record.nonFiniteTensors)
        Self.keepEnds(&run.record.notes)
    }

    /// How many numbers it holds.
    package var size: Int {
        run.record.series.values.reduce(0) { $0 + 2 * $1.count }
            + run.record.layers.reduce(0) { $0 + 10 * $1.layers.count }
    }

    static func thinned(_ series: Series, to most: Int = mostPoints) -> Series {
        guard let first = series.steps.first, let last = series.steps.last else { return series }
        // Of a stretch at most seven points are kept, and rarely more than four.
        let width = Double(max(1, last - first)) / Double(max(1, most / 8))
        let points = zip(series.steps, series.values).map { (x: Double($0), y: $1) }
        let kept = Decimation.extremes(
            of: points, column: { Int(($0 - Double(first)) / width) },
            hasPlace: { $0.isFinite && $0 > 0 })
        return Series(steps: kept.map { Int($0.x) }, values: kept.map(\.y))
    }

    private static func pairs<Element>(
        _ elements: [Element], _ merge: (Element, Element) -> Element
    ) -> [Element] {
        stride(from: 0, to: elements.count, by: 2).map { index in
            index + 1 < elements.count
                ? merge(elements[index], elements[index + 1]) : elements[index]
        }
    }

    private static func mostUneven(
        _ one: (Int, [Int]), _ other: (Int, [Int])
    ) -> (Int, [Int]) {
        let share = { (counts: [Int]) in
            Double(counts.max() ?? 0) / Double(max(1, counts.reduce(0, +)))
        }
        return share(one.1) >= share(other.1) ? one : other
    }

    /// Keeps the first and the last entries of a list that has grown too long.
    private static func keepEnds<Element>(_ list: inout [Element]) {
        guard list.count > mostEntries else { return }
        list.removeSubrange(mostEntries / 2..<list.count - mostEntries / 4)
    }
}

extension LayerRecord {
    /// Of each layer the larger of two measurements, or the one that is not finite.
    fileprivate func merged(with other: LayerRecord) -> LayerRecord {
        var result = self
        if layers.count == other.layers.count,
            zip(layers, other.layers).allSatisfy({ $0.name == $1.name })
        {
            result.layers = zip(layers, other.layers).map { $0.merged(with: $1) }
            return result
        }
        let others = Dictionary(
            other.layers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        result.layers = layers.map { probe in
            others[probe.name].map { probe.merged(with: $0) } ?? probe
        }
        return result
    }
}

extension LayerProbe {
    fileprivate func merged(with other: LayerProbe) -> LayerProbe {
        LayerProbe(
            name: name, gradientNorm: Self.larger(gradientNorm, other.gradientNorm),
            weightNorm: Self.larger(weightNorm, other.weightNorm),
            updateNorm: Self.larger(updateNorm, other.updateNorm),
            activationScale: Self.larger(activationScale, other.activationScale),
            activationPeak: Self.larger(activationPeak, other.activationPeak),
            deadFraction: Self.larger(deadFraction, other.deadFraction),
            saturatedFraction: Self.larger(saturatedFraction, other.saturatedFraction),
            batchNormDrift: Self.larger(batchNormDrift, other.batchNormDrift),
            secondMomentRatio: Self.larger(secondMomentRatio, other.secondMomentRatio))
    }

    private static func larger(_ one: Double?, _ other: Double?) -> Double? {
        guard let one, let other else { return one ?? other }
        if !one.isFinite || !other.isFinite { return one.isFinite ? other : one }
        return max(one, other)
    }
}
