import BallastCore

/// What a ``Node`` computes. Inputs and outputs are listed as `inputs → outputs`.
///
/// Images are `(N, C, H, W)` in the meaning of their dimensions; how they lie in memory is the
/// backend's choice.
public enum Operation: Hashable, Sendable {
    // Sources and sinks
    /// `→ x`; given by the caller at each run. Rank-4 inputs are given channels last.
    case input(name: String, TensorType)
    /// `→ x`, every element the same.
    case constant(Double, TensorType)
    /// `→ scalar`
    case scalar(ScalarSource)
    /// `→ x`
    case readState(StateSlot, StateVersion)
    /// `x →`; into the slot's proposed buffer.
    case writeState(StateSlot)

    // Elementwise
    case unary(UnaryFunction)
    case binary(BinaryFunction)
    /// Any number of inputs and outputs of one shape, scalars among the inputs.
    case elementwise(ElementwiseProgram)
    /// `count` groups of inputs, each of a shape of its own, through the same program:
    /// the tensors of group 0, then of group 1, …, then the scalars that all share.
    case elementwiseGroup(ElementwiseProgram, count: Int, scalars: Int)
    case cast(DataType)

    // Layers
    /// `x, w[, b] → y`
    case convolution(ConvolutionAttributes)
    /// `dy, w → dx`
    case convolutionBackwardInput(ConvolutionAttributes, input: Shape)
    /// `x, dy → dw[, db]`
    case convolutionBackwardWeight(ConvolutionAttributes, weight: Shape, bias: Bool)
    /// `x, w[, b] → y, choice`: a convolution of stride 1, then max pooling over windows of 2×2,
    /// then a rectifier; `choice` is the backend's own note of which pixels were largest.
    case pooledConvolution(ConvolutionAttributes)
    /// `dy, y, choice, w → dx`
    case pooledConvolutionBackwardInput(ConvolutionAttributes, input: Shape)
    /// `x, dy, y, choice → dw[, db]`
    case pooledConvolutionBackwardWeight(ConvolutionAttributes, weight: Shape, bias: Bool)
    /// `x, w[, b] → y` with `y = x·wᵀ + b`; dimensions of x after the first are flattened.
    case linear(fusesReLU: Bool)
    /// `dy, w → dx`
    case linearBackwardInput(input: Shape)
    /// `x, dy → dw[, db]`
    case linearBackwardWeight(weight: Shape, bias: Bool)
    /// `x, γ, β → y, mean, variance, workspace`; statistics of the batch, biased variance.
    case batchNormalization(epsilon: Double, fusesReLU: Bool)
    /// `x, γ, β, mean, variance → y, workspace`; given statistics.
    case batchNormalizationInference(epsilon: Double, fusesReLU: Bool)
    /// `x, dy, mean, variance, γ, workspace → dx, dγ, dβ`; `givenStatistics` are constants.
    case batchNormalizationBackward(epsilon: Double, fusesReLU: Bool, givenStatistics: Bool)
    /// `x, γ, β → y, mean, inverse deviation`; statistics `(N, groups)`.
    case groupNormalization(groups: Int, epsilon: Double)
    /// `x, dy, mean, inverse deviation, γ → dx, dγ, dβ`
    case groupNormalizationBackward(groups: Int)
    /// `x → y, workspace`; the workspace is the backend's own and empty for averages.
    case pooling(PoolingKind, PoolingAttributes)
    /// `dy, workspace → dx`
    case poolingBackward(PoolingKind, PoolingAttributes, input: Shape)
    /// `x → y`; output cell i averages rows `⌊i·H/h⌋ ..< ⌈(i+1)·H/h⌉`.
    case adaptiveAveragePooling(Extent2D)
    /// `dy → dx`
    case adaptiveAveragePoolingBackward(input: Shape)
    /// `x → y`; zero with probability `rate`, otherwise scaled by `1/(1 − rate)`. The mask is a
    /// function of (seed, step, site, index), the index counting channels last.
    case dropout(rate: Double, site: Int)

    // Shape
    case reshape(Shape)
    case concatenate(axis: Int)
    case slice(axis: Int, start: Int, length: Int)
    /// `x → y` with the given axes removed.
    case reduce(ReductionKind, axes: [Int])
    /// `x → y`; x has the dimensions of y without `axes`.
    case broadcast(Shape, axes: [Int])
    /// `x₁ … xₙ → scalar`: the sum of all squares.
    case squaredNorm

    // Loss
    /// `logits (N, K), labels (N) → mean loss, loss of each sample (N), gradient (N, K)`; the
    /// gradient is that of the mean loss with respect to the logits.
    case softmaxCrossEntropy(CrossEntropyAttributes)
}
