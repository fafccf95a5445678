import BallastEvents

/// Pixels that reach the model far from mean 0 and deviation 1.
///
/// From the preprocessing alone: pixels of 0 … 255 become `(value / 255 − mean) / std`. Images
/// standardized by their own statistics, whose deviation is more than a tenth of their range, end
/// within ±10; those of a raw byte scale at 255.
public struct InputScaleDetector: RecordDetector {
    private static let threshold = 10.0

    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        guard let pixels = record.preprocessing else { return [] }
        let ends = zip(pixels.mean, pixels.std).flatMap { mean, deviation in
            [-mean / deviation, (1 - mean) / deviation]
        }
        let reach = ends.map(\.magnitude).max() ?? 0
        guard reach > Self.threshold else { return [] }
        return [
            Finding(
                .inputScale, .inputs, steps: 0...record.lastStep, value: reach,
                threshold: Self.threshold,
                text: "pixels reach the model as numbers up to \(reach.short), far from mean 0 and"
                    + " deviation 1")
        ]
    }
}
