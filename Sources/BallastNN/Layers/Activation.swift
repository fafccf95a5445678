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

    /// The square of what `torch.nn.init.calculate_gain` gives: the factor by which variances of
    /// weights make up for what the function takes. SiLU and GELU, which that does not know, count
    /// as rectifiers, from which they differ around 0 alone.
    public var squaredGain: Double {
        switch self {
        case .relu, .silu, .gelu: 2
        case .leakyReLU(let slope): 2 / (1 + slope * slope)
        case .tanh: 25.0 / 9
        case .sigmoid: 1
        }
    }

    /// The function of one element.
    public var function: UnaryFunction {
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
