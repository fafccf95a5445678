/// How the labels of the training set are spread over the batches of an epoch.
public struct OrderFacts: Codable, Hashable, Sendable {
    /// χ² of the batches' label counts against the label shares of the whole set, over its degrees
    /// of freedom: near 1 for a random order, above it where batches are of few classes.
    public var skew: Double
    /// The probability of a skew at least as large in a random order.
    public var probability: Double
    /// Whether the second epoch holds the same batches as the first.
    public var repeatsBatches: Bool
    /// The number of batches that were looked at.
    public var batches: Int

    public init(skew: Double, probability: Double, repeatsBatches: Bool, batches: Int) {
        self.skew = skew
        self.probability = probability
        self.repeatsBatches = repeatsBatches
        self.batches = batches
    }
}
