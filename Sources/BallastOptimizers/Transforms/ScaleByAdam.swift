import BallastCore
import BallastGraph

/// `m/(1 − β₁ᵗ) / (√v/√(1 − β₂ᵗ) + ε)` with running means m of the gradient and v of its square.
///
/// State: `firstMoment/…` and `secondMoment/…`. ε stands where PyTorch's `Adam` has it.
///
/// With an `updateClip` of d the update of a tensor is divided by `max(1, RMS/d)`, where RMS is the
/// root of the mean of `g² / max(v/(1 − β₂ᵗ), ε²)` over its elements: how many times its usual size
/// the gradient has. Where v lags behind gradients that grow, this keeps updates at the size they
/// usually have. Decoupled weight decay is not scaled.
///
/// Source: Kingma and Ba 2015; the clip: Wortsman et al. 2023, "Stable and low-loss large-scale
/// pre-training", algorithm 2, after Shazeer and Stern 2018, section 6.
public struct ScaleByAdam: GradientTransform {
    public var beta1: MomentumSource
    public var beta2: Double
    public var epsilon: Double
    /// Nil: no limit.
    public var updateClip: Double?

    public init(
        beta1: MomentumSource = .constant(0.9), beta2: Double = 0.999, epsilon: Double = 1e-8,
        updateClip: Double? = nil
    ) {
        precondition(beta2 >= 0 && beta2 < 1, "β₂ of \(beta2)")
        precondition(updateClip ?? 1 > 0, "clipping at \(updateClip ?? 1)")
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.updateClip = updateClip
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
            let update = mean / deviation * firstFactor
            guard let updateClip else { return item.with(update) }
            let excess = relativeSize(gradient, square, in: trace) * (1 / updateClip)
            return item.with(update / excess.maximum(trace.builder.constant(1)))
        }
    }

    /// The root mean square of a gradient in units of its usual size.
    private func relativeSize(
        _ gradient: Tensor, _ square: Tensor, in trace: UpdateTrace
    ) -> Tensor {
        // A gradient of 0 everywhere has the size 0 even where ε² vanishes in float32.
        let least = max(epsilon * epsilon, Double(Float.leastNormalMagnitude))
        let usual = square * trace.biasCorrection(beta2).reciprocal()
        let ratio = gradient / usual.maximum(trace.builder.constant(least)).squareRoot()
        return (Tensor.squaredNorm([ratio]) * (1 / Double(gradient.shape.count))).squareRoot()
    }
}
