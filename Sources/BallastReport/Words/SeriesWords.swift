import BallastEvents

/// The course of a series in words, for those who cannot see its line.
package enum SeriesWords {
    /// - Returns: one sentence, such as `The training loss goes from 2.02 at step 1 to 0.7 at step
    ///   60; its highest value is 2.4 at step 5.`; nil where there are no points.
    package static func sentence(_ name: String, _ series: Series) -> String? {
        let ends = Ends(series)
        let broken = ends.firstBroken.map { first in
            ends.broken == 1
                ? "one value, at step \(first), is not finite"
                : "\(ends.broken) values, the first at step \(first), are not finite"
        }
        guard let first = ends.first, let last = ends.last, let highest = ends.highest,
            let lowest = ends.lowest
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

    /// What a sentence says of a series, found in one pass.
    private struct Ends {
        var first: (Int, Double)?
        var last: (Int, Double)?
        /// The first of the highest values, and of the lowest.
        var highest: (Int, Double)?
        var lowest: (Int, Double)?
        var broken = 0
        var firstBroken: Int?

        init(_ series: Series) {
            for (step, value) in zip(series.steps, series.values) {
                guard value.isFinite else {
                    broken += 1
                    firstBroken = firstBroken ?? step
                    continue
                }
                if first == nil { first = (step, value) }
                last = (step, value)
                if highest.map({ value > $0.1 }) ?? true { highest = (step, value) }
                if lowest.map({ value < $0.1 }) ?? true { lowest = (step, value) }
            }
        }
    }
}
