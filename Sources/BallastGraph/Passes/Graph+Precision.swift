import BallastCore

extension Graph {
    /// The graph with activations and their gradients in bfloat16.
    ///
    /// Parameters, statistics, the loss, and the gradients of parameters stay float32; the kernels
    /// of convolutions and linear layers read their weights rounded.
    public func loweringActivations() -> Graph {
        var graph = self
        var output: [Node] = []
        var casts: [ValueID: [DataType: ValueID]] = [:]
        func converted(_ value: ValueID, to dataType: DataType, _ layer: String) -> ValueID {
            let current = graph.type(of: value)
            guard current.dataType != dataType, current.dataType != .int32 else { return value }
            if let known = casts[value]?[dataType] { return known }
            let made = ValueID(graph.types.count)
            graph.types.append(TensorType(current.shape, dataType))
            output.append(Node(.cast(dataType), inputs: [value], outputs: [made], layer: layer))
            casts[value, default: [:]][dataType] = made
            return made
        }
        for var node in nodes {
            let plan = node.operation.precisionPlan(node.inputs.map { graph.type(of: $0) })
            for (index, input) in node.inputs.enumerated() {
                let wanted: DataType? =
                    plan.narrowInputs.contains(index)
                    ? .bfloat16
                    : plan.keepsInputs ? nil : .float32
                if let wanted { node.inputs[index] = converted(input, to: wanted, node.layer) }
            }
            for index in plan.narrowOutputs where index < node.outputs.count {
                graph.types[node.outputs[index].index].dataType = .bfloat16
            }
            output.append(node)
        }
        graph.nodes = output
        let wide = graph.results.map { result in
            Result(name: result.name, value: converted(result.value, to: .float32, "result"))
        }
        graph.nodes = output
        graph.results = wide
        return graph
    }
}

/// Which inputs and outputs of an operation are activations.
private struct PrecisionPlan {
    var narrowInputs: [Int] = []
    var narrowOutputs: [Int] = []
    /// Whether inputs that are not narrow stay as they are rather than become float32.
    var keepsInputs = false

    static let wide = PrecisionPlan()
}

extension Operation {
    fileprivate func precisionPlan(_ inputs: [TensorType]) -> PrecisionPlan {
        switch self {
        case .convolution, .linear, .convolutionBackwardInput, .linearBackwardInput:
            // x or dy, and y or dx; weights are rounded by the kernel.
            return PrecisionPlan(narrowInputs: [0], narrowOutputs: [0])
        case .convolutionBackwardWeight, .linearBackwardWeight:
            return PrecisionPlan(narrowInputs: [0, 1])
        case .batchNormalization, .batchNormalizationInference:
            return PrecisionPlan(narrowInputs: [0], narrowOutputs: [0], keepsInputs: true)
        case .batchNormalizationBackward:
            return PrecisionPlan(narrowInputs: [0, 1], narrowOutputs: [0], keepsInputs: true)
        case .pooling, .poolingBackward, .dropout:
            return PrecisionPlan(narrowInputs: [0], narrowOutputs: [0], keepsInputs: true)
        case .reshape, .slice, .concatenate, .unary, .binary:
            return followingInput(inputs)
        case .writeState, .input, .constant, .scalar, .readState, .cast, .elementwise,
            .elementwiseGroup, .pooledConvolution, .pooledConvolutionBackwardInput,
            .pooledConvolutionBackwardWeight, .groupNormalization, .groupNormalizationBackward,
            .adaptiveAveragePooling, .adaptiveAveragePoolingBackward, .reduce, .broadcast,
            .squaredNorm, .softmaxCrossEntropy:
            return .wide
        }
    }

    /// Narrow where one of the tensors is, so that gradients add up in the activations' type.
    private func followingInput(_ inputs: [TensorType]) -> PrecisionPlan {
        let indices = inputs.indices.filter { inputs[$0].shape.rank > 0 }
        guard indices.contains(where: { inputs[$0].dataType == .bfloat16 }) else {
            return PrecisionPlan(keepsInputs: true)
        }
        return PrecisionPlan(narrowInputs: indices, narrowOutputs: [0], keepsInputs: true)
    }
}
