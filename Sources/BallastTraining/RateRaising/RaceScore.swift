/// How good a training is at reaching a target; less is better.
///
/// Those that reach it come before those that do not, the cheaper first. Among equals, and among
/// those that do not reach it, the lower validation loss at the end comes first.
public struct RaceScore: Hashable, Sendable, Comparable {
    /// The median over the seeds; infinite where most seeds do not reach the target.
    public var cost: Double
    /// The median over the seeds.
    public var endLoss: Double

    public init(cost: Double, endLoss: Double) {
        self.cost = cost
        self.endLoss = endLoss
    }

    /// - Parameter target: nil where there is none, so that only the loss counts.
    public init(_ courses: [RemedyCourse], target: Double?, by cost: RaceCost) {
        let costs = courses.map { course in
            target.flatMap(course.steps(to:)).map { Double($0) * cost.ofStep(course) } ?? .infinity
        }
        self.init(
            cost: Self.median(costs), endLoss: Self.median(courses.map(\.endLoss)))
    }

    public static func < (first: RaceScore, second: RaceScore) -> Bool {
        (first.cost, first.endLoss) < (second.cost, second.endLoss)
    }

    /// The middle value, of an even number the upper one of both; infinite for none.
    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? .infinity : sorted[sorted.count / 2]
    }
}

extension RaceScore {
    /// The part that counts as better; less may be the noise of step times and seeds.
    static let margin = 0.95

    /// Whether it is better by more than noise: 5 % cheaper, or no dearer with a loss 5 % lower.
    public func improves(on other: RaceScore) -> Bool {
        if cost < Self.margin * other.cost { return true }
        return cost <= other.cost && endLoss < Self.margin * other.endLoss
    }
}
