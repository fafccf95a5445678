import Ballast

/// OLMo-core's rule: a loss more than six standard deviations above the mean of the last 128.
enum SixSigmaRule {
    private static let window = 128
    private static let deviations = 6.0

    /// The step of the first spike. The rule is silent before its window is full; a shorter run is
    /// judged with a quarter of its length.
    static func firstSpike(_ losses: Series) -> Int? {
        let width = min(window, max(8, losses.count / 4))
        for index in losses.values.indices.dropFirst(width) {
            let value = losses.values[index]
            guard value.isFinite else { return losses.steps[index] }
            let recent = losses.values[(index - width)..<index]
            let mean = recent.reduce(0, +) / Double(width)
            let variance = recent.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width - 1)
            if value > mean + deviations * variance.squareRoot() { return losses.steps[index] }
        }
        return nil
    }
}
