import BallastCore
import BallastGraph
import BallastModels
import BallastNN
import Testing

/// What options make of a model beside its normalization.
@Suite struct ModelChoiceTests {
    @Test(arguments: [
        ("resnet18", ModelSpec(.resnet18)),
        ("mlp:depth=8,width=64", ModelSpec(.mlp, depth: 8, width: 64)),
        ("cnn:width=16", ModelSpec(.cnn, width: 16)),
    ])
    func specsReadWhatTheyWrite(text: String, spec: ModelSpec) throws {
        #expect(try ModelSpec(parsing: text) == spec)
        #expect(spec.description == text)
    }

    @Test(arguments: [
        "mlp:", "mlp:depth", "mlp:depth=0", "mlp:depth=x", "mlp:layers=3", "cnn:width=8193",
        "cnn:depth=1,depth=2", "resnet18:depth=3", "mlp:depth=2,",
    ])
    func mistakesNameTheKeys(text: String) throws {
        let error = try #require(throws: BallastError.self) { try ModelSpec(parsing: text) }
        #expect(error.kind == .usage && error.place == "--model")
        #expect(error.mend?.contains("depth") == true && error.mend?.contains("width") == true)
    }

    private func traced(_ spec: ModelSpec, _ options: ModelOptions) throws -> TracedModel {
        try TracedModel(spec, options, mode: .training)
    }

    private let options = ModelOptions(classes: 7, imageSize: 32)

    @Test func deepPerceptronsHaveHiddenLayersOfOneWidth() throws {
        let model = try traced(ModelSpec(.mlp, depth: 8, width: 64), options)
        let weights = model.registry.parameters.filter { $0.shape.rank == 2 }
        #expect(weights.map(\.name) == (1...9).map { "fc\($0).weight" })
        #expect(weights.dropLast().allSatisfy { $0.shape[0] == 64 })
        #expect(weights.last?.shape == [7, 64])
    }

    @Test func plainConvolutionsPoolDownToFourPixels() throws {
        let model = try traced(ModelSpec(.cnn, depth: 10, width: 16), options)
        let weights = model.registry.parameters.filter { $0.shape.rank > 1 }
        #expect(weights.map(\.name) == (1...10).map { "conv\($0).weight" } + ["fc.weight"])
        #expect(weights.dropLast().allSatisfy { $0.shape[0] == 16 })
        let outputs = model.graph.nodes.compactMap { node -> Int? in
            guard case .convolution = node.operation else { return nil }
            return model.graph.shape(of: node.outputs[0])[2]
        }
        #expect(outputs == [32, 32, 16, 16, 8, 8, 4, 4, 4, 4])
    }

    @Test(arguments: ModelTests.every, [Activation.leakyReLU(), .tanh, .sigmoid])
    func anActivationReplacesEveryRectifier(spec: ModelSpec, activation: Activation) throws {
        func count(_ function: UnaryFunction, _ options: ModelOptions) throws -> Int {
            try traced(spec, options).graph.nodes.count { $0.operation == .unary(function) }
        }
        var chosen = options
        chosen.activation = activation
        let rectifiers = try count(.relu, options)
        #expect(rectifiers > 0)
        #expect(try count(.relu, chosen) == 0)
        #expect(try count(activation.function, chosen) == rectifiers)
    }

    @Test func theGainOfTheActivationScalesHesWeights() throws {
        var chosen = options
        chosen.activation = .tanh
        let own = try traced(ModelSpec(.resnet18), chosen).registry["conv1.weight"]
        #expect(own?.initializer == .kaimingNormal(.output, squaredGain: 25.0 / 9))
        chosen.initialization = .he
        let he = try traced(ModelSpec(.mlp), chosen).registry["fc1.weight"]
        #expect(he?.initializer == .kaimingNormal(.input, squaredGain: 25.0 / 9))
    }

    @Test(arguments: ModelTests.every, [Normalization.none, .batch, .group])
    func aBiasOfHiddenLayersSparesTheLast(
        spec: ModelSpec, normalization: Normalization
    ) throws {
        var chosen = options
        chosen.normalization = normalization
        chosen.initialization = InitializationChoice(.he, bias: -1)
        let registry = try traced(spec, chosen).registry
        let biases = registry.entries.filter { $0.slot.name.hasSuffix("bias") }
        #expect(biases.dropLast().allSatisfy { $0.initializer == .constant(-1) })
        let usual = try traced(spec, options).registry
        let last = try #require(biases.last)
        #expect(last.initializer == usual[last.slot.name]?.initializer)
        #expect(biases.count > 1)
    }

    @Test(arguments: ModelTests.every)
    func theMomentumOfBatchNormalizationIsAChoice(spec: ModelSpec) throws {
        var chosen = options
        chosen.normalization = .batch
        chosen.batchNormMomentum = 0.25
        let scales = try traced(spec, chosen).graph.nodes.compactMap { node -> Double? in
            if case .unary(.scale(let factor)) = node.operation { factor } else { nil }
        }
        #expect(scales.contains(0.75) && !scales.contains(0.9))
    }
}
