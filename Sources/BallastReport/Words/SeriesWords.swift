import BallastEvents

/// The course of a series in words, for those who cannot see its line.
package enum SeriesWords {
    /// - Returns: one sentence, such as `The training loss goes from 2.02 at step 1 to 0.7 at step
    ///   60; its highest value is 2.4 at step 5.`; nil where there are no points.
    package static func sentence(_ name: String, _ series: Series) -> String? {
        let points = zip(series.steps, series.values).filter { $0.1.isFinite }
        let others = zip(series.steps, series.values).filter { !$0.1.isFinite }
        let broken = others.first.map { first in
            others.count == 1
                ? "one value, at step \(first.0), is not finite"
                : "\(others.count) values, the first at step \(first.0), are not finite"
        }
        guard let first = points.first, let last = points.last,
            let highest = points.max(by: { $0.1 < $1.1 }),
            let lowest = points.min(by: { $0.1 < $1.1 })
        else { return broken.map { "Of the \(name), \($0)." } }
        if lowest.1 == highest.1, broken == nil {
            return "The \(name) is \(NumberText.short(first.1)) throughout."
        }
        var text =
            "The \(name) goes from \(NumberText.short(first.1)) at step \(first.0) to "
            + "\(NumberText.short(last.1)) at step \(last.0)"
        if highest.0 != first.0, highest.0 != last.0 {
            text += "; its highest value is \(NumberText.short(highest.1)) at step \(highest.0)"
        }
        if lowest.0 != first.0, lowest.0 != last.0 {
            text += "; its lowest is \(NumberText.short(lowest.1)) at step \(lowest.0)"
        }
        return text + (broken.map { "; \($0)" } ?? "") + "."
    }
}
