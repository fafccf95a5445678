import BallastGraph
import BallastNN

/// Two hidden layers of 256 and 128 rectified units: `fc1`, `fc2`, `fc3`, with `bn1` and `bn2`
/// behind the hidden ones where normalization is asked for.
public struct MLP: Model {
    public var options: ModelOptions

    public init(_ options: ModelOptions) {
        self.options = options
    }

    public func callAsFunction(_ images: Tensor, in trace: Trace) -> Tensor {
        let trace = trace.initialized(options.initialization)
        let normalize = (options.normalization ?? Self.defaultNormalization).layer()
        var x = images
        for (index, width) in [256, 128].enumerated() {
            x = Linear(width)(x, in: trace["fc\(index + 1)"])
            x = normalize(x, in: trace["bn\(index + 1)"])
            x = Activation.relu(x, in: trace)
        }
        x = Dropout(options.dropout ?? 0)(x, in: trace["dropout"])
        return Linear(options.classes)(x, in: trace["fc3"])
    }
}
