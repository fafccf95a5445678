import BallastCore
import BallastGraph
import BallastRuntime
import TestSupport
import Testing

@Suite("Differentiation")
struct DifferentiationTests {
    private let weight = StateSlot(.parameter, "weight", shape: [2, 3])
    private let other = StateSlot(.parameter, "other", shape: [2])
    private let statistic = StateSlot(.runningStatistic, "mean", shape: [2])

    private func forwardGraph() -> Graph {
        let builder = GraphBuilder()
        let x = builder.input("x", [4, 3])
        _ = builder.read(other)
        let shift = builder.read(statistic).broadcast(to: [4, 2], axes: [0])
        let y = x.linear(weight: builder.read(weight), bias: nil) + shift
        builder.result("loss", y.squared().mean())
        return builder.graph
    }

    private func makeStore() -> StateStore {
        let store = StateStore(backend: ReferenceBackend())
        let values = HashedValues.uniform(6, in: -1...1, name: "weight")
        store.storeExactly(values.map(Double.init), in: weight)
        return store
    }

    private func loss(_ graph: Graph) -> ValueID {
        graph.result("loss")!
    }

    @Test("accumulated gradients of two batches are the sum of each batch's own")
    func accumulation() throws {
        let store = makeStore()
        let graph = forwardGraph()
        let first = try Executable(graph.differentiated(loss: loss(graph)), store: store)
        let further = try Executable(
            graph.differentiated(loss: loss(graph), accumulates: true), store: store)
        var separate: [[Double]] = []
        for seed in UInt64(0)..<3 {
            first.fillInputs(of: graph, classes: 1, seed: seed)
            first.run(StepScalars())
            separate.append(store.loadExactly(weight.gradient, .proposed))
        }
        for seed in UInt64(0)..<3 {
            let executable = seed == 0 ? first : further
            executable.fillInputs(of: graph, classes: 1, seed: seed)
            executable.run(StepScalars())
        }
        let sum = (0..<6).map { separate[0][$0] + separate[1][$0] + separate[2][$0] }
        let accumulated = store.loadExactly(weight.gradient, .proposed)
        #expect(BackendComparison.relativeError(accumulated, sum) <= 1e-14)
        #expect(accumulated != separate[2])
    }

    @Test("a parameter that the loss does not depend on has the gradient zero")
    func unusedParameters() throws {
        let store = makeStore()
        let graph = forwardGraph()
        store.storeExactly([5, 5], in: other.gradient)
        let executable = try Executable(graph.differentiated(loss: loss(graph)), store: store)
        executable.fillInputs(of: graph, classes: 1)
        executable.run(StepScalars())
        #expect(store.loadExactly(other.gradient, .proposed) == [0, 0])
        #expect(executable.writtenSlots == [other.gradient, weight.gradient])
    }

    @Test("parameters that are held, and statistics, get no gradient")
    func heldParameters() {
        let graph = forwardGraph()
        let held = graph.differentiated(loss: loss(graph), parameters: { $0 != weight })
        #expect(held.writtenSlots == [other.gradient])
        let all = graph.differentiated(loss: loss(graph))
        #expect(!all.writtenSlots.contains { $0.kind == .runningStatistic || $0.name == "mean" })
    }

    @Test("backward nodes carry the name of the layer they belong to")
    func layerNames() {
        let builder = GraphBuilder()
        let x = builder.input("x", [1, 3])
        let y = builder.scoped("block") {
            builder.scoped("fc") { x.linear(weight: builder.read(weight), bias: nil) }
        }
        builder.result("loss", y.sum())
        let graph = builder.graph.differentiated(loss: loss(builder.graph))
        let backward = graph.nodes.first {
            if case .linearBackwardWeight = $0.operation { true } else { false }
        }
        #expect(backward?.layer == "block.fc")
    }

    @Test("a loss that depends on batch statistics ends the process, not in a wrong gradient")
    func statistics() async {
        await #expect(processExitsWith: .failure) {
            let builder = GraphBuilder()
            let scale = builder.read(StateSlot(.parameter, "scale", shape: [3]))
            let x = scale.broadcast(to: [2, 3, 4, 4], axes: [0, 2, 3])
            let (y, mean, _) = x.batchNormalized(scale: scale, shift: scale, epsilon: 1e-5)
            _ = builder.graph.differentiated(loss: (y.sum() + mean.sum()).value)
        }
    }
}
