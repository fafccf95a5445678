/// What one step measured of every layer, in the order in which a batch passes them.
public struct LayerRecord: Codable, Hashable, Sendable {
    /// The step as in ``StepRecord/step``.
    public var step: Int
    public var layers: [LayerProbe]

    public init(step: Int, layers: [LayerProbe]) {
        self.step = step
        self.layers = layers
    }
}
