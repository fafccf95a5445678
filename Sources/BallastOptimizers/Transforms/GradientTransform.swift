/// A step from gradients to updates, traced as operations on symbolic tensors.
///
/// Optimizers are chains of these: `ClipByGlobalNorm(1).followed(by: ScaleByAdam())`. A transform
/// is a value; what it remembers between steps are slots that it names through the trace.
public protocol GradientTransform: Sendable {
    /// Records the transform and returns the updates in the order given.
    func callAsFunction(_ updates: [ParameterUpdate], in trace: UpdateTrace) -> [ParameterUpdate]
}

extension GradientTransform {
    /// The transform that hands this one's updates to `next`.
    public func followed(by next: some GradientTransform) -> TransformChain {
        TransformChain([self, next])
    }
}
