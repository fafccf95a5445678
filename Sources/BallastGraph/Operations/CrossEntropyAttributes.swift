/// How `softmaxCrossEntropy` weighs classes and samples, as in PyTorch's `CrossEntropyLoss`.
public struct CrossEntropyAttributes: Hashable, Sendable {
    /// The share of the target spread evenly over all classes.
    public var labelSmoothing: Double
    /// One weight per class; the mean is then over the weights of the samples' classes.
    public var classWeights: [Double]?

    public init(labelSmoothing: Double = 0, classWeights: [Double]? = nil) {
        self.labelSmoothing = labelSmoothing
        self.classWeights = classWeights
    }
}
