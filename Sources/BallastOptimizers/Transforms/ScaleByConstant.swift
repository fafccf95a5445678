import BallastGraph

/// Multiplies by a fixed number, such as 1/batches for gradients that were summed over batches.
public struct ScaleByConstant: GradientTransform {
    public var factor: Double

    public init(_ factor: Double) {
        self.factor = factor
    }

    public func callAsFunction(
        _ updates: [ParameterUpdate], in trace: UpdateTrace
    ) -> [ParameterUpdate] {
        factor == 1 ? updates : updates.map { $0.with($0.update * factor) }
    }
}
