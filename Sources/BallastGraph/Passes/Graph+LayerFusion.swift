import BallastCore

extension Graph {
    /// The forward graph with neighbouring layers joined: flatten into linear layers, rectifiers
    /// behind max pooling or into convolutions, linear layers and batch normalizations.
    ///
    /// Runs before differentiation, whose rules know the joined forms.
    public func fusingLayers() -> Graph {
        flatteningInsideLinear().poolingBeforeRectifying().poolingInsideConvolutions()
            .rectifyingInsideLayers()
    }

    /// A linear layer flattens by itself, so that it can read an image in its own memory layout.
    private func flatteningInsideLinear() -> Graph {
        let producers = producers()
        return rewritingNodes { node, output, _ in
            var node = node
            if case .linear = node.operation, let index = producers[node.inputs[0].index],
                case .reshape(let target) = nodes[index].operation,
                case let source = nodes[index].inputs[0], shape(of: source)[0] == target[0]
            {
                node.inputs[0] = source
            }
            output.append(node)
        }.eliminatingDeadCode()
    }

    /// `maxpool(relu(x))` as `relu(maxpool(x))`: the same values and gradients on fewer elements,
    /// and the convolution's output need not be kept. Worth it only where the rectifier would not
    /// vanish into a batch normalization.
    private func poolingBeforeRectifying() -> Graph {
        let producers = producers()
        let consumers = consumers()
        var graph = self
        for (index, node) in nodes.enumerated() {
            guard case .pooling(.maximum, _) = node.operation,
                let rectifier = producers[node.inputs[0].index],
                nodes[rectifier].operation == .unary(.relu),
                consumers[node.inputs[0].index] == [index],
                let source = producers[nodes[rectifier].inputs[0].index],
                case .convolution = nodes[source].operation,
                consumers[nodes[rectifier].inputs[0].index] == [rectifier]
            else { continue }
            let pooled = ValueID(graph.types.count)
            graph.types.append(type(of: node.outputs[0]))
            var pooling = node
            pooling.inputs = nodes[rectifier].inputs
            pooling.outputs[0] = pooled
            var relu = nodes[rectifier]
            relu.inputs = [pooled]
            relu.outputs = [node.outputs[0]]
            graph.nodes[rectifier] = pooling
            graph.nodes[index] = relu
        }
        return graph
    }

    /// A thin convolution with pooling and rectifier behind it as one operation, whose gradient
    /// visits only the pixels that the pooling chose.
    private func poolingInsideConvolutions() -> Graph {
        let producers = producers()
        let consumers = consumers()
        var graph = self
        var removed: Set<Int> = []
        for (index, node) in nodes.enumerated() {
            guard case .convolution(let attributes) = node.operation,
                isThin(node, attributes),
                case let pooling = consumers[node.outputs[0].index], pooling.count == 1,
                case .pooling(.maximum, let window) = nodes[pooling[0]].operation,
                window == PoolingAttributes(kernel: 2),
                case let relu = consumers[nodes[pooling[0]].outputs[0].index], relu.count == 1,
                nodes[relu[0]].operation == .unary(.relu),
                !results.contains(where: { producers[$0.value.index] == index }),
                !results.contains(where: { producers[$0.value.index] == pooling[0] })
            else { continue }
            graph.nodes[relu[0]] = Node(
                .pooledConvolution(attributes), inputs: node.inputs,
                outputs: [nodes[relu[0]].outputs[0], nodes[pooling[0]].outputs[1]],
                layer: node.layer)
            removed.formUnion([index, pooling[0]])
        }
        graph.nodes = graph.nodes.enumerated().filter { !removed.contains($0.offset) }
            .map(\.element)
        return graph
    }

    /// Whether vectors hold the outputs of a convolution, and few of them a row of its kernel.
    private func isThin(_ node: Node, _ attributes: ConvolutionAttributes) -> Bool {
        let weight = shape(of: node.inputs[1])
        let output = shape(of: node.outputs[0])
        return attributes.stride == 1 && attributes.dilation == 1 && attributes.groups == 1
            && !attributes.fusesReLU && weight[0] <= 16 && weight[1] * weight[3] <= 32
            && output[2] >= 2 && (2...2048).contains(output[3])
    }

    private func rectifyingInsideLayers() -> Graph {
        let producers = producers()
        let consumers = consumers()
        var graph = self
        var removed: Set<Int> = []
        for (index, node) in nodes.enumerated() where node.operation == .unary(.relu) {
            guard let source = producers[node.inputs[0].index],
                nodes[source].outputs[0] == node.inputs[0],
                consumers[node.inputs[0].index] == [index],
                !results.contains(where: { $0.value == node.inputs[0] }),
                let fused = nodes[source].operation.rectified
            else { continue }
            graph.nodes[source].operation = fused
            graph.nodes[source].outputs[0] = node.outputs[0]
            removed.insert(index)
        }
        graph.nodes = graph.nodes.enumerated().filter { !removed.contains($0.offset) }.map(
            \.element)
        return graph
    }
}

extension Operation {
    /// The same layer with a rectifier behind it, where there is such a kernel.
    fileprivate var rectified: Operation? {
        switch self {
        case .convolution(var attributes) where !attributes.fusesReLU:
            attributes.fusesReLU = true
            return .convolution(attributes)
        case .linear(fusesReLU: false):
            return .linear(fusesReLU: true)
        case .batchNormalization(let epsilon, fusesReLU: false):
            return .batchNormalization(epsilon: epsilon, fusesReLU: true)
        case .batchNormalizationInference(let epsilon, fusesReLU: false):
            return .batchNormalizationInference(epsilon: epsilon, fusesReLU: true)
        default:
            return nil
        }
    }
}
