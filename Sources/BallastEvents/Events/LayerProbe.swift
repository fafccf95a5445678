/// What was measured of one layer in one step. A quantity that the layer does not have is nil; a
/// number that is not finite is data.
public struct LayerProbe: Codable, Hashable, Sendable {
    /// The layer's name in the model, such as `layer1.0.bn1`.
    public var name: String
    /// The L2 norm of the gradients of the layer's parameters, before any clipping.
    public var gradientNorm: Double?
    /// The L2 norm of the layer's parameters before the update.
    public var weightNorm: Double?
    /// The L2 norm of what the proposed update changes in them.
    public var updateNorm: Double?
    /// The root mean square of the layer's output over the batch, behind the activation function
    /// that follows it where one does.
    public var activationScale: Double?
    /// The largest magnitude of the same values.
    public var activationPeak: Double?
    /// The share of channels that are zero over the whole batch behind the layer's rectifier.
    public var deadFraction: Double?
    /// The share of |tanh| > 0.99, or of a sigmoid's values outside 0.01…0.99.
    public var saturatedFraction: Double?
    /// The largest of the channels' |running mean − batch mean| / √(batch variance + ε), the
    /// running mean being the one from before the step.
    public var batchNormDrift: Double?
    /// √mean(g²/v) over the layer's elements, with the gradient g that Adam saw and its second
    /// moment v, free of bias, after taking g up: about 1 while v keeps pace with the gradients,
    /// far more where they have outgrown it.
    ///
    /// Source: Wortsman et al. 2023, "Stable and low-precision training for large-scale
    /// vision-language models", section 3.4.
    public var secondMomentRatio: Double?

    public init(
        name: String, gradientNorm: Double? = nil, weightNorm: Double? = nil,
        updateNorm: Double? = nil, activationScale: Double? = nil, activationPeak: Double? = nil,
        deadFraction: Double? = nil, saturatedFraction: Double? = nil,
        batchNormDrift: Double? = nil, secondMomentRatio: Double? = nil
    ) {
        self.name = name
        self.gradientNorm = gradientNorm
        self.weightNorm = weightNorm
        self.updateNorm = updateNorm
        self.activationScale = activationScale
        self.activationPeak = activationPeak
        self.deadFraction = deadFraction
        self.saturatedFraction = saturatedFraction
        self.batchNormDrift = batchNormDrift
        self.secondMomentRatio = secondMomentRatio
    }
}
