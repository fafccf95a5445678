import BallastData
import BallastEvents

extension PixelNormalization {
    /// The normalization that a run has stored.
    public init(_ stored: Preprocessing) {
        self.init(
            mean: stored.mean.map { Float($0) }, standardDeviation: stored.std.map { Float($0) })
    }
}
