import BallastCore

/// The number of connections of a weight `(O, I, …)`, by which initializers scale.
public enum Fan: Hashable, Sendable {
    /// Inputs of one output: `I · kernel size`.
    case input
    /// Outputs of one input: `O · kernel size`.
    case output

    /// - Precondition: the shape has at least two dimensions.
    public func count(of shape: Shape) -> Int {
        precondition(shape.rank >= 2, "a weight of \(shape) has no fan")
        let kernel = shape.dimensions.dropFirst(2).reduce(1, *)
        return kernel * (self == .input ? shape[1] : shape[0])
    }
}
