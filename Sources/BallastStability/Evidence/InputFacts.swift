/// What the training pixels look like as the model sees them.
public struct InputFacts: Codable, Hashable, Sendable {
    /// Per channel, over the images that were looked at.
    public var mean: [Double]
    public var deviation: [Double]
    /// The largest magnitude of the finite values.
    public var peak: Double
    /// Training samples, by their index, with a pixel that is not finite.
    public var nonFiniteSamples: [Int]
    /// Training samples whose root mean square is far beyond that of the others, with how many
    /// times the median it is.
    public var outliers: [Int: Double]
    /// The steps of the run's first epoch whose batches hold one of the ``outliers``, in order.
    public var outlierSteps: [Int] = []
    /// How many images were looked at.
    public var samples: Int

    public init(
        mean: [Double], deviation: [Double], peak: Double, nonFiniteSamples: [Int],
        outliers: [Int: Double], samples: Int
    ) {
        self.mean = mean
        self.deviation = deviation
        self.peak = peak
        self.nonFiniteSamples = nonFiniteSamples
        self.outliers = outliers
        self.samples = samples
    }

    /// The root mean square of a pixel, 1 for standardized images.
    public var scale: Double {
        let squares = zip(mean, deviation).map { $0 * $0 + $1 * $1 }
        return (squares.reduce(0, +) / Double(max(1, squares.count))).squareRoot()
    }
}
