import BallastEvents

/// Gradients that shrink from layer to layer down to nothing on their way to the input.
public struct VanishingGradientDetector: RecordDetector {
    /// The first layer's norm beside the last one's.
    private static let ratio = 1e-3
    /// The first layer's norm itself.
    private static let norm = 1e-4

    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        let small = record.layers.compactMap { layers -> (step: Int, ratio: Double)? in
            let norms = layers.gradientNorms
            guard norms.count >= 3, let first = norms.first?.norm, let last = norms.last?.norm,
                first < Self.norm, first < Self.ratio * last
            else { return nil }
            return (layers.step, first / last)
        }
        // A gradient that vanishes when the loss has is none of this: the last layer's then does.
        guard 2 * small.count > record.layers.count, let first = small.first, let last = small.last,
            let worst = small.map(\.ratio).min()
        else { return [] }
        return [
            Finding(
                .vanishingGradient, .layers, steps: first.step...last.step, value: worst,
                threshold: Self.ratio,
                text: "the first layer's gradient is \(worst.short) of the last layer's")
        ]
    }
}
