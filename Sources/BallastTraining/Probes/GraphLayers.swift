import BallastCore
import BallastGraph

/// Finds the layers of a model in the graph of a training step, after all passes.
struct GraphLayers {
    let graph: Graph
    /// The nodes up to the loss.
    let forward: ArraySlice<Node>
    private let producers: [Int?]

    init(_ graph: Graph) {
        self.graph = graph
        let loss = graph.nodes.firstIndex { node in
            if case .softmaxCrossEntropy = node.operation { true } else { false }
        }
        forward = graph.nodes[..<(loss ?? graph.nodes.count)]
        var producers = [Int?](repeating: nil, count: graph.types.count)
        for (index, node) in graph.nodes.enumerated() {
            for output in node.outputs { producers[output.index] = index }
        }
        self.producers = producers
    }

    /// The layer with parameters or statistics whose output a value is, through operations that
    /// only rearrange, select or convert; nil where there is another operation between.
    func layer(behind value: ValueID) -> String? {
        guard let index = producers[value.index] else { return nil }
        let node = graph.nodes[index]
        if node.operation.isLayer { return node.layer }
        switch node.operation {
        case .reshape, .cast, .slice, .pooling, .adaptiveAveragePooling, .dropout:
            return layer(behind: node.inputs[0])
        default:
            return nil
        }
    }

    /// The layer of a node: its own name, or where it was traced outside of any layer, that of what
    /// it reads.
    func layer(of node: Node) -> String {
        guard node.layer.isEmpty else { return node.layer }
        return node.inputs.lazy.compactMap(layer(behind:)).first ?? ""
    }

    /// The layer that a parameter or statistic belongs to.
    static func layer(ofParameter name: String) -> String {
        name.lastIndex(of: ".").map { String(name[..<$0]) } ?? ""
    }
}

extension Operation {
    /// Whether this is a forward operation with weights or statistics.
    var isLayer: Bool {
        switch self {
        case .convolution, .pooledConvolution, .linear, .batchNormalization,
            .batchNormalizationInference, .groupNormalization:
            true
        default: false
        }
    }

    /// Whether a rectifier is the last thing that the operation does.
    var endsInRectifier: Bool {
        switch self {
        case .convolution(let attributes): attributes.fusesReLU
        case .pooledConvolution: true
        case .linear(let fuses): fuses
        case .batchNormalization(_, let fuses), .batchNormalizationInference(_, let fuses): fuses
        default: false
        }
    }
}
