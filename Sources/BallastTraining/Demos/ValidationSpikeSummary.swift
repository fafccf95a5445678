/// The validation curve of one run in a few numbers.
public struct ValidationSpikeSummary: Codable, Hashable, Sendable {
    /// The highest validation loss; NaN counts as higher than any number.
    public let peakValidationLoss: Double
    /// The iteration of the peak, from 1.
    public let peakStep: Int
    public let finalValidationLoss: Double
    /// The iteration from which on the validation loss stays below that of guessing; nil where it
    /// ends above.
    public let recoveredStep: Int?
    /// Iterations made.
    public let steps: Int
    /// Whether all training and validation losses were finite.
    public let finite: Bool

    /// - Parameter guessingLoss: the loss of a model that knows nothing, `ln K` for K classes.
    /// - Returns: nil where nothing was validated.
    public init?(_ curves: ValidationSpikeCurves, guessingLoss: Double) {
        let losses = curves.validationLoss
        guard let last = losses.last else { return nil }
        let peak =
            losses.firstIndex(where: \.isNaN)
            ?? losses.indices.max { (losses[$0], $1) < (losses[$1], $0) }!
        peakValidationLoss = losses[peak]
        peakStep = peak + 1
        finalValidationLoss = last
        // Not `>=`, so that NaN counts as above.
        let above = losses.lastIndex { !($0 < guessingLoss) }
        let settled = above.map { $0 + 2 } ?? 1
        recoveredStep = settled <= losses.count ? settled : nil
        steps = curves.trainLoss.count
        finite = (losses + curves.trainLoss).allSatisfy(\.isFinite)
    }
}
