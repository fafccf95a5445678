import BallastEvents

extension LogCourse {
    /// A loss that leaves its course at one step, for more than half of what guessing costs: a hard
    /// sample among few makes a lower one.
    struct Peak: Sendable {
        let step: Int
        /// The points that it lasts, down to half its height.
        let width: Int
        /// How many times its level the loss is.
        let ratio: Double
        /// Whether the loss comes back to the level before it.
        let recovers: Bool
        let index: Int
    }

    /// Robust deviations of the course's noise that a peak is above it.
    private static let deviations = 5.0
    /// What a peak is at least, beside its level.
    private static let ratio = 2.2
    /// The same beside what guessing costs.
    private static let cost = 0.5
    /// By how much, in the logarithm, it is above all of the points before it.
    private static let clear = 0.2
    private static let memory = 64

    /// Logarithms with an offset, so that relative noise about nothing is not seen.
    private var heights: [Double] {
        losses.values.map { max($0 + 0.05 * guess, 1e-9).logarithm }
    }

    /// All peaks of the training loss.
    func foundPeaks() -> [Peak] {
        guard losses.count >= 16 else { return [] }
        let heights = heights
        var peaks: [Peak] = []
        var (last, high) = (-100, 0.0)
        var index = 4
        while index < heights.count {
            let before = heights[max(0, index - Self.memory)..<index]
            // Most points end here, so that a long log costs little.
            guard let top = before.max(), heights[index] > top + Self.clear,
                losses.values[index] > Self.cost * guess, let rise = rise(heights, at: index)
            else {
                index += 1
                continue
            }
            if index - last <= 6, let known = peaks.last {
                high = max(high, rise)
                peaks[peaks.count - 1] = peak(heights, known.index, last: index, high)
            } else {
                high = rise
                peaks.append(peak(heights, index, last: index, rise))
            }
            last = index
            index += 1
        }
        return peaks
    }

    /// How far a point is above the level before it; nil where noise may explain that.
    private func rise(_ heights: [Double], at index: Int) -> Double? {
        let level = Array(heights[max(0, index - 16)..<index]).median ?? 0
        let rise = heights[index] - level
        guard rise > Self.ratio.logarithm else { return nil }
        let residuals = (max(2, index - Self.memory)..<index).map { point in
            heights[point] - (Array(heights[max(0, point - 8)..<point]).median ?? heights[point])
        }
        let noise = max(residuals.robustDeviation ?? 0, 0.03)
        return rise > Self.deviations * noise ? rise : nil
    }

    private func peak(_ heights: [Double], _ index: Int, last: Int, _ rise: Double) -> Peak {
        let level = Array(heights[max(0, index - 16)..<index]).median ?? 0
        var end = index
        while end < heights.count, heights[end] > level + rise / 2 { end += 1 }
        let later = heights.dropFirst(last + 3)
        let final = Array(later.suffix(max(3, later.count / 3))).median
        return Peak(
            step: losses.steps[index], width: end - index, ratio: rise.exponential,
            recovers: end < heights.count && final.map { $0 <= level + 0.35 } ?? true,
            index: index)
    }

    /// The last level beside the best one, where it is much higher: a loss that left its course
    /// without a jump.
    var relapse: (best: Double, last: Double)? {
        guard losses.count >= 16 else { return nil }
        let width = max(3, losses.count / 16)
        let stride = max(1, losses.count / 512)
        let levels = Swift.stride(from: 0, through: losses.count - width, by: stride).map {
            Self.median(losses.values[$0..<($0 + width)]) ?? .nan
        }
        guard let best = levels.min(),
            let last = Self.median(losses.values.suffix(width)), last > 1.45 * best + 0.08 * guess
        else { return nil }
        return (best, last)
    }
}
