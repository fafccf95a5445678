import BallastGraph

/// `m/(1 − β₁ᵗ) / (√v/√(1 − β₂ᵗ) + ε)` with running means m of the gradient and v of its square.
///
/// State: `firstMoment/…` and `secondMoment/…`. ε stands where PyTorch's `Adam` has it.
///
/// Source: Kingma and Ba 2015.
public struct ScaleByAdam: GradientTransform {
    public var beta1: MomentumSource
    public var beta2: Double
    public var epsilon: Double

    public init(
        beta1: MomentumSource = .constant(0.9), beta2: Double = 0.999, epsilon: Double = 1e-8
    ) {
        precondition(beta2 >= 0 && beta2 < 1, "β₂ of \(beta2)")
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
    }

    public func callAsFunction(
        _ updates: [ParameterUpdate], in trace: UpdateTrace
    ) -> [ParameterUpdate] {
        let firstFactor = beta1.biasCorrection(in: trace).reciprocal()
        let secondFactor = trace.biasCorrection(beta2).squareRoot().reciprocal()
        return updates.map { item in
            let (first, writeFirst) = trace.state("firstMoment", for: item.slot)
            let (second, writeSecond) = trace.state("secondMoment", for: item.slot)
            let gradient = item.update
            let mean =
                beta1.scale(first, in: trace) + beta1.scaleComplement(gradient, in: trace)
            let square = second * beta2 + gradient.squared() * (1 - beta2)
            writeFirst(mean)
            writeSecond(square)
            let deviation = square.squareRoot() * secondFactor + epsilon
            return item.with(mean / deviation * firstFactor)
        }
    }
}
