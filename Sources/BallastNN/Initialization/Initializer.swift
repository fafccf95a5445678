/// How a parameter begins.
///
/// Names and formulas are those of `torch.nn.init`; the random numbers are Ballast's own.
public enum Initializer: Hashable, Sendable {
    case constant(Double)
    /// Uniform in `-bound ..< bound`.
    case uniform(bound: Double)
    /// Normal with mean 0.
    case normal(standardDeviation: Double)
    /// Normal with mean 0, drawn again where it leaves `-bound ... bound`.
    case truncatedNormal(standardDeviation: Double, bound: Double)
    /// Uniform within `±1/√fan_in`: PyTorch's default for convolutions and linear layers, which it
    /// writes as `kaiming_uniform_(a=√5)` (He et al. 2015).
    case kaimingUniform
    /// Normal with standard deviation `√(squared gain / fan)`; 2 is the squared gain of a rectifier
    /// (He et al. 2015).
    case kaimingNormal(Fan, squaredGain: Double = 2)
}
