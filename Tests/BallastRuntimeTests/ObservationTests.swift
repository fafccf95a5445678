import BallastCore
import BallastGraph
import BallastRuntime
import TestSupport
import Testing

@Suite("Looking at values while a program runs")
struct ObservationTests {
    /// `y = relu(x + 1)`, `z = Σ y²`; y is no result, so its memory may be used again.
    private func graph() -> (graph: Graph, x: ValueID, y: ValueID) {
        let builder = GraphBuilder()
        let x = builder.input("x", [2, 3])
        let y = (x + 1).unary(.relu)
        builder.result("z", (y * 2).squared().sum())
        return (builder.graph, x.value, y.value)
    }

    @Test("shows each wanted value as its kernel leaves it, and changes no result")
    func showsValues() throws {
        let (graph, x, y) = graph()
        let program = try Executable(graph, store: StateStore(backend: ReferenceBackend()))
        _ = program.floatInput("x").update(from: [-2, -1, 0, -1, 2, .infinity])
        program.run(StepScalars())
        let expected = Array(program.result("z"))

        var seen: [ValueID: [Float]] = [:]
        var order: [ValueID] = []
        let observation = program.observation(of: [x, y])
        #expect(observation.visible == [y], "an input is no kernel's value")
        program.run(StepScalars(), observing: observation) { value, view in
            seen[value] = view.loaded().values
            order.append(value)
            let measure = view.measured(outside: 0...2)
            #expect(measure.count == 6 && measure.outside == 2 && measure.peak == .infinity)
            #expect(!measure.isFinite && view.zeroChannels() == 1)
        }
        #expect(order == [y])
        #expect(seen[y] == [0, 0, 1, 0, 3, .infinity])
        #expect(Array(program.result("z")) == expected)
    }

    @Test("shows all values in the order of the kernels")
    func showsAll() throws {
        let (graph, _, _) = graph()
        let program = try Executable(graph, store: StateStore(backend: ReferenceBackend()))
        var order: [ValueID] = []
        program.run(StepScalars(), observing: program.observation()) { value, _ in
            order.append(value)
        }
        #expect(order == graph.nodes.dropFirst().flatMap(\.outputs))
    }

    @Test("measures NaN as the peak, and not as outside of a range")
    func measuresNaN() {
        let tensor = HostTensor(shape: [2, 2], values: [.nan, -3, 0.5, 9])
        let measure = TensorMeasure(tensor, outside: -1...1)
        #expect(measure.peak.isNaN && measure.outside == 2 && measure.sumOfSquares.isNaN)
    }
}
