/// Transforms one after another; an empty chain changes nothing.
public struct TransformChain: GradientTransform {
    public var transforms: [any GradientTransform]

    public init(_ transforms: [any GradientTransform] = []) {
        self.transforms = transforms
    }

    public func followed(by next: some GradientTransform) -> TransformChain {
        TransformChain(transforms + [next])
    }

    public func callAsFunction(
        _ updates: [ParameterUpdate], in trace: UpdateTrace
    ) -> [ParameterUpdate] {
        transforms.reduce(updates) { $1($0, in: trace) }
    }
}
