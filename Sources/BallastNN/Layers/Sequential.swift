import BallastGraph

/// Layers one after another, each under a name of its own: by default its position, as in PyTorch.
public struct Sequential: Layer {
    public var layers: [(name: String, layer: any Layer)]

    public init(_ layers: [(name: String, layer: any Layer)]) {
        self.layers = layers
    }

    public init(_ layers: any Layer...) {
        self.layers = layers.enumerated().map { (String($0.offset), $0.element) }
    }

    public func callAsFunction(_ input: Tensor, in trace: Trace) -> Tensor {
        layers.reduce(input) { $1.layer($0, in: trace[$1.name]) }
    }
}
