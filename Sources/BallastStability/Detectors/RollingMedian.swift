import BallastEvents

/// A series smoothed by the median of the last points, for levels that single values don't move.
struct RollingMedian {
    /// The last step of each window.
    let steps: [Int]
    let values: [Double]
    let width: Int

    /// Leaves out values that are not finite. Empty where there are fewer points than `width`.
    init(_ series: Series, width: Int) {
        var window = RobustWindow(width)
        var (steps, values) = ([Int](), [Double]())
        for (step, value) in zip(series.steps, series.values) where value.isFinite {
            window.append(value)
            guard window.count == width, let median = window.median else { continue }
            steps.append(step)
            values.append(median)
        }
        (self.steps, self.values, self.width) = (steps, values, width)
    }
}

extension Series {
    /// A twentieth of the points, at least 5 and at most 25.
    var levelWidth: Int { Swift.min(25, Swift.max(5, count / 20)) }

    /// The robust deviation of neighbouring values' difference in logarithms, over √2: the noise
    /// of the stream, whatever its course.
    ///
    /// - Parameter offset: what is added before the logarithm.
    func relativeNoise(offset: Double) -> Double {
        let logarithms = values.filter { $0.isFinite && $0 + offset > 0 }
            .map { ($0 + offset).logarithm }
        let steps = zip(logarithms.dropFirst(), logarithms).map { $0 - $1 }
        return (steps.robustDeviation ?? 0) / 2.0.squareRoot()
    }
}
