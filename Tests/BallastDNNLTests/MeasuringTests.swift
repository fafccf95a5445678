import BallastCore
import BallastDNNL
import BallastGraph
import BallastRuntime
import TestSupport
import Testing

/// The kernels that measure tensors where they lie, beside loops over loaded values.
@Suite("Measuring tensors in place", .serialized)
struct MeasuringTests {
    private static let shapes: [Shape] = [
        [3, 20, 5, 3], [2, 16, 4, 4], [1, 7, 3, 3], [4, 50], [2, 1], [5, 33, 1, 1],
    ]

    /// Channels 1 and 4 are zero wherever there are such.
    private static func values(_ shape: Shape) -> [Float] {
        let pixels = shape.count / (shape[0] * shape[1])
        return HashedValues.uniform(shape.count, in: -2...2, name: "x", seed: 3).enumerated().map {
            [1, 4].contains($0.offset / pixels % shape[1]) ? 0 : $0.element
        }
    }

    /// Runs a normalization that changes next to nothing, and shows what its kernel has left.
    private static func seen(
        _ shape: Shape, _ activations: ActivationLayout, _ type: DataType = .float32,
        _ body: (TensorView) -> Void
    ) throws {
        let builder = GraphBuilder()
        let slot = StateSlot(.parameter, "x", shape: shape)
        let channels = builder.constant(1, shape: [shape[1]])
        let zeros = builder.constant(0, shape: [shape[1]])
        let image = shape.rank == 4 ? shape : [shape[0], shape[1], 1, 1]
        let x = builder.read(slot).reshaped(image).batchNormalized(
            scale: channels, shift: zeros, mean: zeros, variance: channels, epsilon: 1e-5)
        builder.result("y", x * 1)
        let graph = builder.graph.optimized(activations: type)
        let store = StateStore(backend: DNNLBackend(activations: activations))
        let program = try Executable(graph, store: store)
        store.store(HostTensor(shape: shape, values: values(shape)), in: slot)
        let wanted = graph.nodes.first { node in
            if case .batchNormalizationInference = node.operation { true } else { false }
        }!.outputs[0]
        var count = 0
        program.run(StepScalars(), observing: program.observation(of: [wanted])) { _, view in
            count += 1
            body(view)
        }
        #expect(count == 1)
    }

    @Test(
        "agrees with loaded values in every order of memory", arguments: shapes,
        ActivationLayout.allCases)
    func float32(shape: Shape, activations: ActivationLayout) throws {
        try Self.seen(shape, activations) { view in
            let loaded = view.loaded()
            #expect(zip(loaded.values, Self.values(shape)).allSatisfy { abs($0 - $1) < 1e-4 })
            for range: ClosedRange<Float> in [-1...1, 0.01...0.99] {
                let (measure, naive) = (
                    view.measured(outside: range), TensorMeasure(loaded, outside: range)
                )
                #expect(abs(measure.sumOfSquares - naive.sumOfSquares) <= 1e-9 * naive.sumOfSquares)
                #expect(measure.peak == naive.peak && measure.count == naive.count)
                #expect(measure.outside == naive.outside)
            }
            #expect(view.zeroChannels() == [1, 4].filter { $0 < shape[1] }.count)
        }
    }

    @Test("agrees with loaded values in bfloat16", arguments: ActivationLayout.allCases)
    func bfloat16(activations: ActivationLayout) throws {
        guard DNNLBackend.supportsBFloat16 else { return }
        try Self.seen([3, 20, 5, 3], activations, .bfloat16) { view in
            let naive = TensorMeasure(view.loaded(), outside: -1...1)
            let measure = view.measured(outside: -1...1)
            #expect(abs(measure.sumOfSquares - naive.sumOfSquares) <= 1e-9 * naive.sumOfSquares)
            #expect(measure.peak == naive.peak && measure.outside == naive.outside)
            #expect(view.zeroChannels() == 2)
        }
    }

    @Test("sees what is not finite", arguments: [Float.nan, .infinity, -.infinity])
    func nonFinite(value: Float) {
        let store = StateStore(backend: DNNLBackend())
        for index in [0, 16, 36] {
            let slot = StateSlot(.parameter, "w\(index)", shape: [37])
            var tensor = HostTensor(repeating: 1, shape: [37])
            tensor.values[index] = value
            store.store(tensor, in: slot)
            let measure = store.view(of: slot).measured(outside: -2...2)
            #expect(!measure.isFinite && measure.peak.isNaN == value.isNaN)
            #expect(measure.outside == (value.isNaN ? 0 : 1))
        }
    }
}
