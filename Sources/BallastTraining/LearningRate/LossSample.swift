/// The mean of some losses and how well they tell it.
public struct LossSample: Codable, Hashable, Sendable {
    public var mean: Double
    /// The standard deviation of one loss.
    public var deviation: Double
    public var count: Int

    /// - Precondition: there is at least one loss.
    public init(_ losses: some Collection<Double>) {
        precondition(!losses.isEmpty, "no losses have no mean")
        count = losses.count
        let mean = losses.reduce(0, +) / Double(count)
        self.mean = mean
        let squares = losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        deviation = count > 1 ? (squares / Double(count - 1)).squareRoot() : 0
    }

    /// The square of the mean's standard error.
    var errorSquare: Double { deviation * deviation / Double(count) }

    /// Whether this mean is above the other by more than that many standard errors of their
    /// difference.
    func isAbove(_ other: LossSample, by errors: Double) -> Bool {
        mean - other.mean > errors * (errorSquare + other.errorSquare).squareRoot()
    }
}
