import BallastGraph

/// Multiplies the parameter itself by `1 − learning rate · decay` and leaves the update alone.
///
/// Source: Loshchilov and Hutter 2019, "Decoupled weight decay regularization", as in PyTorch's
/// `AdamW`.
public struct DecayParameters: GradientTransform {
    public var decay: Double
    /// Leaves norms and biases alone.
    public var skipsNormsAndBiases: Bool

    public init(_ decay: Double, skippingNormsAndBiases: Bool = false) {
        precondition(decay >= 0, "weight decay of \(decay)")
        self.decay = decay
        skipsNormsAndBiases = skippingNormsAndBiases
    }

    public func callAsFunction(
        _ updates: [ParameterUpdate], in trace: UpdateTrace
    ) -> [ParameterUpdate] {
        guard decay != 0 else { return updates }
        let factor = trace.learningRate * -decay + 1
        return updates.map { item in
            guard !(skipsNormsAndBiases && item.isNormOrBias) else { return item }
            var decayed = item
            decayed.parameter = item.parameter * factor
            return decayed
        }
    }
}
