import BallastGraph

/// Divides by the root of a running mean of squares, as in PyTorch's `RMSprop`: `g / (√s + ε)`,
/// centered `g / (√(s − m²) + ε)` with the running mean m of the gradient.
///
/// State: `squareAverage/…`, when centered also `gradientAverage/…`.
///
/// Source: Tieleman and Hinton 2012; centered: Graves 2013, "Generating sequences with recurrent
/// neural networks".
public struct ScaleByRMS: GradientTransform {
    /// The weight of the past in the running means; PyTorch's α.
    public var smoothing: Double
    public var epsilon: Double
    public var isCentered: Bool

    public init(smoothing: Double = 0.99, epsilon: Double = 1e-8, centered: Bool = false) {
        precondition(smoothing >= 0 && smoothing <= 1, "smoothing of \(smoothing)")
        self.smoothing = smoothing
        self.epsilon = epsilon
        isCentered = centered
    }

    public func callAsFunction(
        _ updates: [ParameterUpdate], in trace: UpdateTrace
    ) -> [ParameterUpdate] {
        updates.map { item in
            let (squares, writeSquares) = trace.state("squareAverage", for: item.slot)
            let gradient = item.update
            let square = squares * smoothing + gradient.squared() * (1 - smoothing)
            writeSquares(square)
            guard isCentered else {
                return item.with(gradient / (square.squareRoot() + epsilon))
            }
            let (means, writeMeans) = trace.state("gradientAverage", for: item.slot)
            let mean = means * smoothing + gradient * (1 - smoothing)
            writeMeans(mean)
            return item.with(gradient / ((square - mean.squared()).squareRoot() + epsilon))
        }
    }
}
