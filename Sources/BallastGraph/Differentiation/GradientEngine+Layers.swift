import BallastCore

extension GradientEngine {
    mutating func propagateLayer(_ node: Node, _ dy: ValueID) {
        let x = node.inputs[0]
        let shape = graph.shape(of: x)
        switch node.operation {
        case .convolution(let attributes):
            propagateConvolution(attributes, node, dy)
        case .pooledConvolution(let attributes):
            propagatePooledConvolution(attributes, node, dy)
        case .linear(let fusesReLU):
            propagateLinear(node, rectified(dy, node, fusesReLU))
        case .batchNormalization(let epsilon, let fusesReLU):
            let backward = Operation.batchNormalizationBackward(
                epsilon: epsilon, fusesReLU: fusesReLU, givenStatistics: false)
            let outputs = appendAll(
                backward,
                [x, dy, node.outputs[1], node.outputs[2], node.inputs[1], node.outputs[3]])
            contributeAll(outputs, to: node.inputs)
        case .batchNormalizationInference(let epsilon, let fusesReLU):
            let backward = Operation.batchNormalizationBackward(
                epsilon: epsilon, fusesReLU: fusesReLU, givenStatistics: true)
            let outputs = appendAll(
                backward,
                [x, dy, node.inputs[3], node.inputs[4], node.inputs[1], node.outputs[1]])
            contributeAll(outputs, to: Array(node.inputs[0..<3]))
        case .groupNormalization(let groups, _):
            let outputs = appendAll(
                .groupNormalizationBackward(groups: groups),
                [x, dy, node.outputs[1], node.outputs[2], node.inputs[1]])
            contributeAll(outputs, to: node.inputs)
        case .pooling(let kind, let attributes):
            let backward = Operation.poolingBackward(kind, attributes, input: shape)
            contribute(append(backward, [dy, node.outputs[1]]), to: x)
        case .adaptiveAveragePooling:
            contribute(append(.adaptiveAveragePoolingBackward(input: shape), [dy]), to: x)
        case .dropout(let rate, let site):
            contribute(append(.dropout(rate: rate, site: site), [dy]), to: x)
        default:
            preconditionFailure("\(node.operation) has no gradient rule")
        }
    }

    mutating func propagateCrossEntropy(_ node: Node, _ gradients: [ValueID?]) {
        guard let upstream = gradients[0], gradients[1] == nil else {
            preconditionFailure("only the mean cross-entropy has a gradient rule")
        }
        contribute(append(.binary(.multiply), [node.outputs[2], upstream]), to: node.inputs[0])
    }

    private mutating func propagateConvolution(
        _ attributes: ConvolutionAttributes, _ node: Node, _ gradient: ValueID
    ) {
        let (x, weight) = (node.inputs[0], node.inputs[1])
        let dy = rectified(gradient, node, attributes.fusesReLU)
        var plain = attributes
        plain.fusesReLU = false
        if needs(x) {
            let backward = Operation.convolutionBackwardInput(plain, input: graph.shape(of: x))
            contribute(append(backward, [dy, weight]), to: x)
        }
        guard needs(weight) || node.inputs.dropFirst(2).contains(where: needs) else { return }
        let backward = Operation.convolutionBackwardWeight(
            plain, weight: graph.shape(of: weight), bias: node.inputs.count > 2)
        contributeAll(appendAll(backward, [x, dy]), to: Array(node.inputs.dropFirst()))
    }

    private mutating func propagatePooledConvolution(
        _ attributes: ConvolutionAttributes, _ node: Node, _ dy: ValueID
    ) {
        let (x, weight) = (node.inputs[0], node.inputs[1])
        let (y, choice) = (node.outputs[0], node.outputs[1])
        if needs(x) {
            let backward = Operation.pooledConvolutionBackwardInput(
                attributes, input: graph.shape(of: x))
            contribute(append(backward, [dy, y, choice, weight]), to: x)
        }
        guard needs(weight) || node.inputs.dropFirst(2).contains(where: needs) else { return }
        let backward = Operation.pooledConvolutionBackwardWeight(
            attributes, weight: graph.shape(of: weight), bias: node.inputs.count > 2)
        contributeAll(
            appendAll(backward, [x, dy, y, choice]), to: Array(node.inputs.dropFirst()))
    }

    private mutating func propagateLinear(_ node: Node, _ dy: ValueID) {
        let (x, weight) = (node.inputs[0], node.inputs[1])
        if needs(x) {
            let backward = Operation.linearBackwardInput(input: graph.shape(of: x))
            contribute(append(backward, [dy, weight]), to: x)
        }
        guard needs(weight) || node.inputs.dropFirst(2).contains(where: needs) else { return }
        let backward = Operation.linearBackwardWeight(
            weight: graph.shape(of: weight), bias: node.inputs.count > 2)
        contributeAll(appendAll(backward, [x, dy]), to: Array(node.inputs.dropFirst()))
    }

    /// The gradient before a rectifier that was fused into the node.
    private mutating func rectified(_ dy: ValueID, _ node: Node, _ fused: Bool) -> ValueID {
        fused ? append(.binary(.reluGradient), [node.outputs[0], dy]) : dy
    }

    private mutating func contributeAll(_ gradients: [ValueID], to values: [ValueID]) {
        for (gradient, value) in zip(gradients, values) {
            contribute(gradient, to: value)
        }
    }
}
