import BallastGraph

/// Adds `decay · parameter` to the update: the gradient of `decay/2 · ‖parameter‖²`.
public struct AddDecayedWeights: GradientTransform {
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
        return updates.map { item in
            guard !(skipsNormsAndBiases && item.isNormOrBias) else { return item }
            return item.with(item.update + item.parameter * decay)
        }
    }
}
