/// What is known of the baseline with some remedies.
public struct RemedyStanding: Hashable, Sendable {
    public enum Outcome: String, Codable, Hashable, Sendable {
        /// The target was reached by most seeds.
        case reached
        case notReached
        /// No rate was stable, or the trainings did not stay finite.
        case unstable
        /// The configuration cannot be had, such as a normalization that a model does not know.
        case impossible
        /// The budget ended before there was a training.
        case undetermined
    }

    public var remedies: RemedySet
    /// Nil where there was no search.
    public var stability: StableRateInterval?
    /// How it was searched for.
    public var effort: StabilityEffort?
    /// The part of the highest stable rate that the trainings have.
    public var share: Double?
    /// The trainings of the last round at the best rate, one per seed.
    public var courses: [RemedyCourse] = []
    /// Why the configuration cannot be had.
    public var fault: String?
    /// Rounds that were gone through; those of a combination as many as the last round's.
    public var rounds = 0

    public init(_ remedies: RemedySet) {
        self.remedies = remedies
    }

    /// The rate of the trainings.
    public var learningRate: Double? { courses.first?.learningRate }

    /// The steps that each training was to have.
    public var length: Int? { courses.first?.length }

    public func outcome(target: Double?) -> Outcome {
        if fault != nil { return .impossible }
        guard !courses.isEmpty else {
            let none = stability.map { $0.stable == nil && $0.unstable != nil } ?? false
            return none ? .unstable : .undetermined
        }
        let unstable = courses.filter { !$0.endLoss.isFinite }.count
        if 2 * unstable >= courses.count { return .unstable }
        return steps(to: target) == nil ? .notReached : .reached
    }

    /// The median over the seeds of the steps to the target; nil where most seeds do not reach it.
    public func steps(to target: Double?) -> Int? {
        let steps = courses.map { course in
            target.flatMap(course.steps(to:)).map(Double.init) ?? .infinity
        }
        let median = RaceScore.median(steps)
        return median.isFinite ? Int(median) : nil
    }

    /// The median over the seeds of the validation loss at the end; nil before there is one.
    public var endLoss: Double? {
        courses.isEmpty ? nil : RaceScore.median(courses.map(\.endLoss))
    }
}
