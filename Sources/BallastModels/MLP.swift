import BallastGraph
import BallastNN

/// Hidden layers of rectified units, 256 and 128 of them unless chosen otherwise: `fc1`, `fc2`, …,
/// with `bn1`, `bn2`, … behind the hidden ones where normalization is asked for.
public struct MLP: Model {
    public var options: ModelOptions
    /// The units of each hidden layer.
    public var widths: [Int]

    public init(_ options: ModelOptions, widths: [Int] = [256, 128]) {
        self.options = options
        self.widths = widths
    }

    public func callAsFunction(_ images: Tensor, in trace: Trace) -> Tensor {
        let trace = options.initialized(trace)
        let hidden = HiddenLayers(options, usual: Self.defaultNormalization)
        var x = images
        for (index, width) in widths.enumerated() {
            x = Linear(width)(x, in: trace["fc\(index + 1)"])
            x = hidden.normalize(x, in: trace["bn\(index + 1)"])
            x = hidden.activate(x, in: trace)
        }
        x = Dropout(options.dropout ?? 0)(x, in: trace["dropout"])
        return Linear(options.classes)(x, in: trace[last: "fc\(widths.count + 1)"])
    }
}
