import BallastCore
import BallastGraph
import BallastModels
import BallastNN
import Testing

@Suite struct ModelTests {
    static let minimumSizes: [(name: ModelName, size: Int)] = [
        (.mlp, 1), (.cnn, 1), (.lenet5, 12), (.resnet18, 1), (.resnet18Small, 1), (.resnet34, 1),
        (.resnet50, 1), (.googlenet, 15), (.googlenetSmall, 8),
    ]

    /// Every model by its name, and the plain ones with extents of their own.
    static let every =
        ModelName.allCases.map { ModelSpec($0) } + [
            ModelSpec(.mlp, depth: 8, width: 64), ModelSpec(.cnn, depth: 6, width: 16),
        ]

    @Test(arguments: minimumSizes)
    func leastImageSizeLeavesEveryLayerSomething(name: ModelName, size: Int) throws {
        let options = ModelOptions(classes: 7, imageSize: size)
        let traced = try TracedModel(name, options, mode: .training)
        #expect(traced.logits == [2, 7])
        #expect(traced.graph.types.allSatisfy { $0.shape.count > 0 })
        #expect(try name.make(options).minimumImageSize == size)
    }

    @Test(arguments: minimumSizes.filter { $0.size > 1 })
    func smallerImagesAreAUsageError(name: ModelName, size: Int) throws {
        let error = try #require(throws: BallastError.self) {
            try name.make(ModelOptions(classes: 7, imageSize: size - 1))
        }
        #expect(error.kind == .usage)
        #expect(error.place == "--image-size")
        #expect(error.mend?.contains("\(size) or more") == true)
    }

    @Test(arguments: [
        (ModelOptions(classes: 0, imageSize: 32), "--classes"),
        (ModelOptions(inputChannels: 0, classes: 7, imageSize: 32), "--data"),
        (ModelOptions(classes: 7, imageSize: 32, dropout: 1), "--dropout"),
        (ModelOptions(classes: 7, imageSize: 0), "--image-size"),
    ])
    func impossibleOptionsAreUsageErrors(options: ModelOptions, place: String) throws {
        let error = try #require(throws: BallastError.self) {
            try ModelName.mlp.make(options)
        }
        #expect(error.kind == .usage)
        #expect(error.place == place)
    }

    @Test func unknownNameListsTheModels() throws {
        let error = try #require(throws: BallastError.self) { try ModelName(parsing: "resnet19") }
        #expect(error.kind == .usage)
        #expect(error.mend?.contains("resnet18-small") == true)
    }

    @Test(arguments: every)
    func withoutNormalizationConvolutionsHaveBiases(spec: ModelSpec) throws {
        let options = ModelOptions(classes: 7, imageSize: 32, normalization: Normalization.none)
        let registry = try TracedModel(spec, options, mode: .training).registry
        #expect(registry.runningStatistics.isEmpty)
        for slot in registry.parameters where slot.shape.rank == 4 {
            let bias = String(slot.name.dropLast("weight".count)) + "bias"
            #expect(registry[bias]?.slot.shape == [slot.shape[0]], "\(slot.name) has no bias")
        }
    }

    @Test(arguments: every)
    func groupNormalizationHasNoStatistics(spec: ModelSpec) throws {
        let options = ModelOptions(classes: 7, imageSize: 32, normalization: .group)
        let traced = try TracedModel(spec, options, mode: .training)
        let isNormalized = traced.graph.nodes.contains {
            if case .groupNormalization = $0.operation { true } else { false }
        }
        #expect(isNormalized)
        #expect(traced.registry.runningStatistics.isEmpty)
        #expect(traced.graph.writtenSlots.isEmpty)
    }

    @Test(arguments: every)
    func batchNormalizationIsAChoiceForAll(spec: ModelSpec) throws {
        let options = ModelOptions(classes: 7, imageSize: 32, normalization: .batch)
        let traced = try TracedModel(spec, options, mode: .training)
        #expect(!traced.registry.runningStatistics.isEmpty)
        #expect(Set(traced.graph.writtenSlots) == Set(traced.registry.runningStatistics))
    }

    @Test(arguments: every)
    func everyParameterGetsAGradient(spec: ModelSpec) throws {
        let builder = GraphBuilder()
        let trace = Trace(builder, mode: .training)
        let model = try spec.make(ModelOptions(classes: 7, imageSize: 32))
        let logits = model(builder.input("images", [2, 3, 32, 32]), in: trace)
        let labels = builder.input("labels", [2], .int32)
        let loss = CrossEntropyLoss()(logits, labels: labels, in: trace).mean
        let graph = builder.graph.differentiated(loss: loss.value)
        let gradients = graph.writtenSlots.filter { $0.kind == .gradient }
        #expect(Set(gradients) == Set(trace.registry.parameters.map(\.gradient)))
    }

    @Test func operationsCarryTheirLayersName() throws {
        let traced = try TracedModel(
            .resnet18, ModelOptions(classes: 7, imageSize: 32), mode: .evaluation)
        func layers(where matches: (BallastGraph.Operation) -> Bool) -> [String] {
            traced.graph.nodes.filter { matches($0.operation) }.map(\.layer)
        }
        let convolutions = layers { if case .convolution = $0 { true } else { false } }
        #expect(
            convolutions.prefix(3) == ["conv1", "layer1.0.conv1", "layer1.0.conv2"])
        #expect(convolutions.contains("layer2.0.downsample.0"))
        let sums = layers { $0 == .binary(.add) }
        #expect(sums.first == "layer1.0" && sums.last == "layer4.1")
    }

    @Test(arguments: [
        (InitializationChoice.model, Initializer.kaimingNormal(.output)),
        (.he, .kaimingNormal(.input)), (.pytorchDefault, .kaimingUniform),
        (.normal(standardDeviation: 0.01), .normal(standardDeviation: 0.01)),
    ])
    func initializationReplacesWeightsOnly(
        choice: InitializationChoice, expected: Initializer
    ) throws {
        let options = ModelOptions(classes: 7, imageSize: 32, initialization: choice)
        let registry = try TracedModel(.resnet18, options, mode: .evaluation).registry
        #expect(registry["layer3.0.conv2.weight"]?.initializer == expected)
        #expect(registry["bn1.weight"]?.initializer == .constant(1))
        let head: Initializer = choice == .model ? .kaimingUniform : expected
        #expect(registry["fc.weight"]?.initializer == head)
        #expect(
            registry["fc.bias"]?.initializer == .uniform(bound: 1 / 512.0.squareRoot()))
    }

    @Test func googLeNetBeginsAndDropsAsTorchvisions() throws {
        let traced = try TracedModel(
            .googlenet, ModelOptions(classes: 7, imageSize: 64), mode: .training)
        let truncated = Initializer.truncatedNormal(standardDeviation: 0.01, bound: 2)
        for entry in traced.registry.entries where entry.slot.shape.rank > 1 {
            #expect(entry.initializer == truncated)
        }
        let rates = traced.graph.nodes.compactMap { node -> Double? in
            if case .dropout(let rate, _) = node.operation { rate } else { nil }
        }
        #expect(rates == [0.2])
        let epsilons = traced.graph.nodes.compactMap { node -> Double? in
            if case .batchNormalization(let epsilon, _) = node.operation { epsilon } else { nil }
        }
        #expect(epsilons == Array(repeating: 0.001, count: 57))
    }

    @Test func frozenLayersHoldTheirStatisticsInTraining() throws {
        let traced = try TracedModel(
            .resnet18, ModelOptions(classes: 7, imageSize: 32), mode: .training,
            isFrozen: { $0.hasPrefix("layer1.") || $0.hasPrefix("bn1.") })
        let written = traced.graph.writtenSlots.map(\.name)
        #expect(written.count == 2 * (20 - 5))
        #expect(!written.contains { $0.hasPrefix("layer1.") || $0.hasPrefix("bn1.") })
        #expect(traced.registry.trainableParameters.count == 62 - 14)
    }
}
