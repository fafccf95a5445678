/// A function applied to every element.
public enum UnaryFunction: Hashable, Sendable {
    case negate
    case square
    case squareRoot
    case reciprocal
    case exponential
    case logarithm
    case absolute
    case sign
    /// `x · a`
    case scale(Double)
    /// `x + a`
    case offset(Double)
    case relu
    /// `x` where positive, `a·x` elsewhere; `a ≥ 0`.
    case leakyReLU(Double)
    /// `x · σ(x)` (Elfwing et al. 2018)
    case silu
    /// `x · Φ(x)` with the exact normal distribution function (Hendrycks and Gimpel 2016)
    case gelu
    case tanh
    case sigmoid
}
