import BallastCore
import BallastDNNL
import BallastEvents
import BallastGraph
import BallastModels
import BallastNN
import BallastOptimizers
import BallastRuntime
import BallastTraining
import TestSupport
import Testing

/// Every quantity of a layer beside the same computed in plain loops: from tensors that were
/// loaded, and from activations of the reference backend.
@Suite("Probes of layers", .serialized)
struct LayerProbeTests {
    private static let imageSize = 8

    /// A trained net with a dead channel, a saturated one, and its probes for one more batch.
    private static func measured(
        _ optimizer: Optimizer = .adamw(), accumulation: Int = 1,
        backend: any Backend = DNNLBackend()
    ) throws -> (training: SmallTraining, probes: [String: LayerProbe]) {
        var training = try SmallTraining(
            ProbedNet(), imageSize: imageSize, batchSize: 6, accumulation: accumulation,
            optimizer: optimizer, backend: backend)
        try training.train(3)
        let store = training.engine.store
        change(store, StateSlot(.parameter, "conv2.bias", shape: [18])) { values in
            for dead in [2, 5, 17] { values[dead] = -100 }
        }
        change(store, StateSlot(.parameter, "conv3.bias", shape: [18])) { $0[4] = 9 }
        change(store, StateSlot(.parameter, "fc1.bias", shape: [40])) { $0[7] = -9 }
        try training.fill()
        let probes = try training.engine.layerProbes(batchSize: 6, training.scalars)
        #expect(probes.map(\.name) == ProbedNet.layers)
        return (training, Dictionary(uniqueKeysWithValues: probes.map { ($0.name, $0) }))
    }

    private static func change(
        _ store: StateStore, _ slot: StateSlot, _ body: (inout [Float]) -> Void
    ) {
        var tensor = store.load(slot)
        body(&tensor.values)
        store.store(tensor, in: slot)
    }

    /// The outputs of the layers for the same batch and weights, on the reference backend.
    private static func outputs(_ training: SmallTraining) throws -> [String: DoubleTensor] {
        let builder = GraphBuilder()
        let program = try training.engine.gradientProgram(6)
        let images = builder.input("images", [6, 3, imageSize, imageSize])
        let trace = Trace(builder, mode: .training)
        _ = ProbedNet(namesOutputs: true)(images, in: trace)
        let backend = ReferenceBackend()
        let store = StateStore(backend: backend)
        let reference = try Executable(builder.graph, store: store)
        for slot in trace.registry.parameters + trace.registry.runningStatistics {
            store.store(training.engine.store.load(slot), in: slot)
        }
        _ = reference.floatInput("images").update(fromContentsOf: program.floatInput("images"))
        reference.run(training.scalars)
        return Dictionary(
            uniqueKeysWithValues: builder.graph.results.map { result in
                let shape = builder.graph.shape(of: result.value)
                return (
                    result.name,
                    DoubleTensor(shape: shape, values: backend.exactResult(result.name))
                )
            })
    }

    private static func isClose(_ value: Double?, _ expected: Double) -> Bool {
        guard let value else { return false }
        return abs(value - expected) <= 1e-4 * max(abs(expected), 1e-6)
    }

    @Test("scale, peak, dead and saturated fractions are those of the layers' outputs")
    func activations() throws {
        let (training, probes) = try Self.measured()
        let outputs = try Self.outputs(training)
        for name in ProbedNet.layers {
            let output = try #require(outputs[name])
            let probe = try #require(probes[name])
            let scale = (output.values.reduce(0) { $0 + $1 * $1 } / Double(output.values.count))
                .squareRoot()
            #expect(Self.isClose(probe.activationScale, scale), "\(name)")
            let peak = output.values.map(abs).max()!
            #expect(Self.isClose(probe.activationPeak, peak), "\(name)")
            let isRectified = ["bn1", "conv2", "block"].contains(name)
            #expect(
                probe.deadFraction == (isRectified ? Self.deadShare(output) : nil), "\(name)")
        }
        #expect(try #require(probes["conv2"]?.deadFraction) >= 3 / 18)
        let saturated: [String: (Double) -> Bool] = [
            "conv3": { abs($0) > 0.99 }, "fc1": { $0 < 0.01 || $0 > 0.99 },
        ]
        for (name, probe) in probes {
            guard let isSaturated = saturated[name], let output = outputs[name] else {
                #expect(probe.saturatedFraction == nil, "\(name)")
                continue
            }
            let share =
                Double(output.values.filter(isSaturated).count) / Double(output.values.count)
            #expect(probe.saturatedFraction == share && share > 0, "\(name)")
        }
    }

    private static func deadShare(_ output: DoubleTensor) -> Double {
        let (channels, pixels) = (output.shape[1], output.values.count / output.shape[1] / 6)
        let dead = (0..<channels).filter { channel in
            output.values.indices.allSatisfy { index in
                index / pixels % channels != channel || output.values[index] == 0
            }
        }
        return Double(dead.count) / Double(channels)
    }

    @Test("norms and Adam's ratio are those of the loaded tensors", arguments: [1, 3])
    func parameters(accumulation: Int) throws {
        let (training, probes) = try Self.measured(accumulation: accumulation)
        let engine = training.engine
        // Each later pass adds the gradients that the first has left.
        func norm(_ values: [Double]) -> Double {
            values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
        for name in ProbedNet.layers {
            let probe = try #require(probes[name])
            let slots = engine.registry.parameters.filter { $0.name.hasPrefix("\(name).") }
            func values(_ slots: [StateSlot], _ version: StateVersion) -> [Double] {
                slots.flatMap { engine.store.load($0, version).values.map(Double.init) }
            }
            guard name != "block" else {
                #expect(probe.weightNorm == nil && probe.gradientNorm == nil)
                #expect(probe.updateNorm == nil && probe.secondMomentRatio == nil)
                continue
            }
            let (before, after) = (values(slots, .committed), values(slots, .proposed))
            let gradients = values(slots.map(\.gradient), .proposed)
            #expect(Self.isClose(probe.weightNorm, norm(before)), "\(name)")
            #expect(Self.isClose(probe.gradientNorm, norm(gradients)), "\(name)")
            #expect(Self.isClose(probe.updateNorm, norm(zip(after, before).map { $0 - $1 })))
            let moments = engine.savedSlots.filter {
                $0.name.hasPrefix("secondMoment/\(name).")
            }
            let correction = 1 - 0.999 * 0.999 * 0.999 * 0.999
            let ratios = zip(gradients, values(moments, .proposed)).map { gradient, moment in
                gradient * gradient / max(moment / correction, 1e-16)
            }
            let ratio = (ratios.reduce(0, +) / Double(ratios.count)).squareRoot()
            #expect(abs(try #require(probe.secondMomentRatio) - ratio) <= 1e-3 * ratio, "\(name)")
        }
    }

    @Test("the drift of batch norm is that of the loaded means")
    func drift() throws {
        let (training, probes) = try Self.measured(.sgd())
        let output = try #require(try Self.outputs(training)["conv1"])
        let running = training.engine.store.load(
            StateSlot(.runningStatistic, "bn1.running_mean", shape: [18]))
        let pixels = output.shape[2] * output.shape[3]
        let drifts = (0..<18).map { channel in
            let values = output.values.indices.filter { $0 / pixels % 18 == channel }
                .map { output.values[$0] }
            let mean = values.reduce(0, +) / Double(values.count)
            let variance =
                values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            return abs(Double(running.values[channel]) - mean) / (variance + 1e-5).squareRoot()
        }
        #expect(Self.isClose(probes["bn1"]?.batchNormDrift, drifts.max()!))
        #expect(drifts.max()! > 0.01)
        for (name, probe) in probes where name != "bn1" { #expect(probe.batchNormDrift == nil) }
        #expect(probes.values.allSatisfy { $0.secondMomentRatio == nil }, "that of SGD")
    }

    @Test("activations in either order of memory tell the same", arguments: [false, true])
    func layouts(isBlocked: Bool) throws {
        let backend = DNNLBackend(activations: isBlocked ? .blocked : .channelsLast)
        let (training, probes) = try Self.measured(.sgd(), backend: backend)
        let outputs = try Self.outputs(training)
        for (name, output) in outputs {
            let probe = try #require(probes[name])
            let mean = output.values.reduce(0) { $0 + $1 * $1 } / Double(output.values.count)
            #expect(Self.isClose(probe.activationScale, mean.squareRoot()), "\(name)")
            if probe.deadFraction != nil { #expect(probe.deadFraction == Self.deadShare(output)) }
        }
    }

    @Test("a thin convolution that pools is looked at behind its rectifier")
    func pooledConvolution() throws {
        var training = try SmallTraining(
            try SmallTraining.model(.lenet5), optimizer: .sgd(momentum: .constant(0.9)))
        let bias = StateSlot(.parameter, "conv1.bias", shape: [6])
        Self.change(training.engine.store, bias) { values in
            for dead in [0, 3] { values[dead] = -1000 }
        }
        try training.fill()
        let probes = try training.engine.layerProbes(batchSize: 4, training.scalars)
        #expect(probes.map(\.name) == ["conv1", "conv2", "fc1", "fc2", "fc3"])
        #expect(probes[0].deadFraction == 2.0 / 6)
        #expect(probes[4].deadFraction == nil)
    }

    @Test("frozen layers have weights and activations, and no gradient")
    func freezing() throws {
        var training = try SmallTraining(
            ProbedNet(), imageSize: Self.imageSize, optimizer: .adam()
        ) { $0.hasPrefix("conv1.") || $0.hasPrefix("bn1.") }
        try training.fill()
        let probes = try training.engine.layerProbes(batchSize: 4, training.scalars)
        for probe in probes.prefix(2) {
            #expect(probe.gradientNorm == nil && probe.updateNorm == nil)
            #expect(probe.secondMomentRatio == nil && probe.batchNormDrift == nil)
            #expect(probe.weightNorm != nil && probe.activationScale != nil)
        }
        #expect(probes[2].gradientNorm != nil)
    }

    @Test("probing a batch leaves every bit of the state, and the source where it stood")
    func changesNothing() throws {
        var training = try SmallTraining(
            ProbedNet(), imageSize: Self.imageSize, optimizer: .adam().averaging(decay: 0.9))
        try training.train(2)
        let before = training.bits
        try training.fill()
        let first = try training.engine.layerProbes(batchSize: 4, training.scalars)
        #expect(try training.engine.layerProbes(batchSize: 4, training.scalars) == first)
        #expect(!training.engine.hasProposals)
        #expect(training.bits == before)
    }
}
