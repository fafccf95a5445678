import BallastGraph

/// Softmax cross-entropy of logits `(N, K)` and labels `(N)`, as PyTorch's `CrossEntropyLoss`.
public struct CrossEntropyLoss: Hashable, Sendable {
    public var attributes: CrossEntropyAttributes

    /// - Parameters:
    ///   - labelSmoothing: the share of the target spread evenly over all classes.
    ///   - classWeights: one per class; the mean is then over the weights of the samples' classes.
    public init(labelSmoothing: Double = 0, classWeights: [Double]? = nil) {
        precondition(
            labelSmoothing >= 0 && labelSmoothing <= 1, "label smoothing of \(labelSmoothing)")
        attributes = CrossEntropyAttributes(
            labelSmoothing: labelSmoothing, classWeights: classWeights)
    }

    /// The mean loss, a scalar that can be differentiated, and the loss of each sample `(N)`.
    ///
    /// - Parameter labels: int32, in `0 ..< K`.
    public func callAsFunction(
        _ logits: Tensor, labels: Tensor, in trace: Trace
    ) -> (mean: Tensor, perSample: Tensor) {
        trace["loss"].scoped { logits.softmaxCrossEntropy(labels: labels, attributes) }
    }
}
