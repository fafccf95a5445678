import BallastEvents

/// Gradients that grow from layer to layer on their way to the input before any update was made.
public struct ExplodingGradientDetector: RecordDetector {
    private static let ratio = 70.0

    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        guard let start = record.layers.first, start.step <= 1 else { return [] }
        // The first layer's gradient also holds the scale of the pixels.
        let norms = start.gradientNorms
        guard norms.count >= 3, let last = norms.last?.norm else { return [] }
        let inner = norms[1..<max(2, norms.count / 2)]
        guard let largest = inner.max(by: { $0.norm < $1.norm }) else { return [] }
        let ratio = largest.norm / max(last, 1e-30)
        guard !(ratio <= Self.ratio) else { return [] }
        return [
            Finding(
                .explodingGradient, .layers, steps: start.step...start.step,
                value: ratio.isNaN ? .infinity : ratio, threshold: Self.ratio,
                text: "before the first update the gradient of \(largest.name) is \(ratio.short)"
                    + " times that of the last layer")
        ]
    }
}
