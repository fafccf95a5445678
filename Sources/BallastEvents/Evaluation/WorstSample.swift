/// One of the samples that a model is furthest off on.
public struct WorstSample: Codable, Hashable, Sendable {
    /// Its place in its part of the data.
    public var index: Int
    public var label: Int
    /// The class that it is taken for; nil where the model gives NaN.
    public var guess: Int?
    /// What the model gives the guess; nil without one.
    public var guessProbability: Double?
    public var labelProbability: Double?
    public var loss: Double
    /// The file below the data's folder, where it has one.
    public var file: String?
    /// A small PNG picture in Base64; nil where there is none.
    public var thumbnail: String?

    public init(
        index: Int, label: Int, guess: Int?, guessProbability: Double?,
        labelProbability: Double?, loss: Double, file: String? = nil, thumbnail: String? = nil
    ) {
        self.index = index
        self.label = label
        self.guess = guess
        self.guessProbability = guessProbability
        self.labelProbability = labelProbability
        self.loss = loss
        self.file = file
        self.thumbnail = thumbnail
    }
}
