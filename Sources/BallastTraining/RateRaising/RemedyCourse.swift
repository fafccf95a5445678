/// One training of a race: a rate, a seed and what the validation loss did.
public struct RemedyCourse: Codable, Hashable, Sendable {
    /// The rate that the schedule scales.
    public var learningRate: Double
    public var seed: UInt64
    /// The steps that it was to have.
    public var length: Int
    /// Upward in steps; the first is that of step 0.
    public var validations: [ValidationPoint]
    /// Whether every loss, gradient and proposal was finite; else it ended there.
    public var isFinite: Bool
    /// A usual step's seconds of processor time per thread.
    public var stepSeconds: Double
    /// The images of a step.
    public var imagesPerStep: Int

    public init(
        learningRate: Double, seed: UInt64, length: Int, validations: [ValidationPoint],
        isFinite: Bool, stepSeconds: Double, imagesPerStep: Int
    ) {
        self.learningRate = learningRate
        self.seed = seed
        self.length = length
        self.validations = validations
        self.isFinite = isFinite
        self.stepSeconds = stepSeconds
        self.imagesPerStep = imagesPerStep
    }

    /// The validations whose mean is the loss at the end.
    public static let endValidations = 3

    /// The validation loss at the end, as the mean of the last three validations; infinite where
    /// the training was not finite.
    public var endLoss: Double {
        guard isFinite, !validations.isEmpty else { return .infinity }
        let end = validations.suffix(Self.endValidations)
        let mean = end.reduce(0) { $0 + $1.loss } / Double(end.count)
        return mean.isNaN ? .infinity : mean
    }

    /// The steps after which the validation loss is at or below the target in two validations one
    /// after the other, so that a lucky one does not count; nil where it never is.
    ///
    /// A training that was not finite in the end has not reached anything.
    public func steps(to target: Double) -> Int? {
        guard isFinite else { return nil }
        return zip(validations, validations.dropFirst())
            .first { $0.loss <= target && $1.loss <= target }?.0.step
    }
}
