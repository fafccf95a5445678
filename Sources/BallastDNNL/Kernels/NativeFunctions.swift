import BallastGraph
import CKernels

extension UnaryFunction {
    var native: (bk_function, Float) {
        switch self {
        case .negate: (BK_NEGATE, 0)
        case .square: (BK_SQUARE, 0)
        case .squareRoot: (BK_SQUARE_ROOT, 0)
        case .reciprocal: (BK_RECIPROCAL, 0)
        case .exponential: (BK_EXPONENTIAL, 0)
        case .logarithm: (BK_LOGARITHM, 0)
        case .absolute: (BK_ABSOLUTE, 0)
        case .sign: (BK_SIGN, 0)
        case .scale(let factor): (BK_SCALE, Float(factor))
        case .offset(let term): (BK_OFFSET, Float(term))
        case .relu: (BK_RELU, 0)
        case .leakyReLU(let slope): (BK_LEAKY_RELU, Float(slope))
        case .silu: (BK_SILU, 0)
        case .gelu: (BK_GELU, 0)
        case .tanh: (BK_TANH, 0)
        case .sigmoid: (BK_SIGMOID, 0)
        }
    }
}

extension BinaryFunction {
    var native: (bk_function, Float) {
        switch self {
        case .add: (BK_ADD, 0)
        case .subtract: (BK_SUBTRACT, 0)
        case .multiply: (BK_MULTIPLY, 0)
        case .divide: (BK_DIVIDE, 0)
        case .maximum: (BK_MAXIMUM, 0)
        case .minimum: (BK_MINIMUM, 0)
        case .greater: (BK_GREATER, 0)
        case .reluGradient: (BK_RELU_GRADIENT, 0)
        case .leakyReLUGradient(let slope): (BK_LEAKY_RELU_GRADIENT, Float(slope))
        case .siluGradient: (BK_SILU_GRADIENT, 0)
        case .geluGradient: (BK_GELU_GRADIENT, 0)
        case .tanhGradient: (BK_TANH_GRADIENT, 0)
        case .sigmoidGradient: (BK_SIGMOID_GRADIENT, 0)
        }
    }
}
