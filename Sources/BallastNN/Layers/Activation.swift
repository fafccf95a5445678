import BallastGraph

/// An elementwise nonlinearity.
public enum Activation: Layer, Hashable {
    case relu
    /// `x` where positive, `slope·x` elsewhere; slope ≥ 0.
    case leakyReLU(slope: Double = 0.01)
    /// `x·σ(x)` (Elfwing et al. 2018)
    case silu
    /// `x·Φ(x)` with the exact normal distribution function (Hendrycks and Gimpel 2016)
    case gelu
    case tanh
    case sigmoid

    public func callAsFunction(_ input: Tensor, in trace: Trace) -> Tensor {
        trace.scoped { input.unary(function) }
    }

    private var function: UnaryFunction {
        switch self {
        case .relu: .relu
        case .leakyReLU(let slope): .leakyReLU(slope)
        case .silu: .silu
        case .gelu: .gelu
        case .tanh: .tanh
        case .sigmoid: .sigmoid
        }
    }
}
