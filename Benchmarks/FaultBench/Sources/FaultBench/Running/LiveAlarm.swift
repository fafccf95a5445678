import Ballast

/// When someone who watches a run would have been told.
struct LiveAlarm {
    /// The first step from which on the detectors, shown nothing later, report something; nil where
    /// they are silent at the end.
    let step: Int?

    /// How many points of a run are looked at.
    private static let looks = 32

    init(_ record: RunRecord) {
        let last = record.lastStep
        let stride = max(1, last / Self.looks)
        var earliest: Int?
        var step = last
        while step > 0 {
            guard !Detectors.findings(in: record.shown(until: step)).isEmpty else { break }
            earliest = step
            step -= stride
        }
        self.step = earliest
    }
}

extension RunRecord {
    /// The record as it stood behind a step of a run that went on.
    fileprivate func shown(until step: Int) -> RunRecord {
        var copy = self
        copy.series = series.mapValues { $0.within(0...step) }
        copy.validations = validations.filter { $0.step <= step }
        copy.layers = layers.filter { $0.step <= step }
        copy.nonFiniteTensors = nonFiniteTensors.filter { $0.step <= step }
        copy.batches.cut(after: step)
        copy.findings = findings.filter { $0.firstStep <= step }
        copy.labelCounts.cut(after: step)
        copy.decisions = decisions.filter { $0.step <= step }
        if step < lastStep { copy.status = nil }
        return copy
    }
}
