import BallastCore

/// What one look at a tensor's memory tells of it.
public struct TensorMeasure: Hashable, Sendable {
    /// `Σ x²`
    public var sumOfSquares: Double
    /// The largest magnitude; NaN where any element is.
    public var peak: Float
    /// The number of elements.
    public var count: Int
    /// How many elements are below or above the range that was asked for.
    public var outside: Int

    public init(sumOfSquares: Double, peak: Float, count: Int, outside: Int) {
        self.sumOfSquares = sumOfSquares
        self.peak = peak
        self.count = count
        self.outside = outside
    }

    public var isFinite: Bool { peak.isFinite }
    public var rootMeanSquare: Double { (sumOfSquares / Double(count)).squareRoot() }
}

extension TensorMeasure {
    /// The measure of a tensor in host memory.
    ///
    /// - Parameter range: NaN counts as inside.
    public init(_ tensor: HostTensor, outside range: ClosedRange<Float>) {
        var measure = TensorMeasure(
            sumOfSquares: 0, peak: 0, count: tensor.values.count, outside: 0)
        for value in tensor.values {
            measure.sumOfSquares += Double(value) * Double(value)
            if value.isNaN || value.magnitude > measure.peak { measure.peak = value.magnitude }
            if value < range.lowerBound || value > range.upperBound { measure.outside += 1 }
        }
        self = measure
    }
}
