/// A function of two elements. Operands have the same shape, or one is a scalar.
public enum BinaryFunction: Hashable, Sendable {
    case add
    case subtract
    case multiply
    case divide
    case maximum
    case minimum
    /// 1 where the first is greater than the second, otherwise 0.
    case greater
    /// `(y, dy) ↦ dy` where `y > 0`, otherwise 0.
    case reluGradient
    /// `(y, dy) ↦ dy` where `y > 0`, otherwise `a·dy`.
    case leakyReLUGradient(Double)
    /// `(x, dy)`
    case siluGradient
    /// `(x, dy)`
    case geluGradient
    /// `(y, dy) ↦ dy·(1 − y²)`
    case tanhGradient
    /// `(y, dy) ↦ dy·y·(1 − y)`
    case sigmoidGradient
}
