import BallastCore
import BallastGraph
import BallastNN
import Testing

/// What holds for every layer in every mode.
@Suite struct LayerContractTests {
    private func trace(
        _ layer: any Layer, _ input: Shape, _ mode: TraceMode
    ) -> (graph: Graph, registry: ModelRegistry, output: Tensor) {
        let builder = GraphBuilder()
        let trace = Trace(builder, mode: mode)
        let output = layer(builder.input("x", input), in: trace["part"])
        return (builder.graph, trace.registry, output)
    }

    @Test(arguments: EveryLayer.all, TraceMode.allCases)
    func shapeAndState(every: EveryLayer, mode: TraceMode) {
        let (_, registry, output) = trace(every.layer, every.input, mode)
        #expect(output.shape == every.output)
        let state = registry.entries.map { ($0.slot.name, $0.slot.shape) }
        let expected = every.state.map { ("part." + $0.key, $0.value) }
        #expect(
            Dictionary(uniqueKeysWithValues: state) == Dictionary(uniqueKeysWithValues: expected))
    }

    @Test(arguments: EveryLayer.all, TraceMode.allCases)
    func everyOperationCarriesTheLayersName(every: EveryLayer, mode: TraceMode) {
        for node in trace(every.layer, every.input, mode).graph.nodes.dropFirst() {
            #expect(node.layer == "part" || node.layer.hasPrefix("part."), "\(node.operation)")
        }
    }

    @Test(arguments: EveryLayer.all, TraceMode.allCases)
    func onlyRunningStatisticsAreWrittenAndOnlyWhereTheModeSaysSo(
        every: EveryLayer, mode: TraceMode
    ) {
        let (graph, registry, _) = trace(every.layer, every.input, mode)
        let expected = mode.writesStatistics ? registry.runningStatistics : []
        #expect(graph.writtenSlots == expected)
    }

    @Test(arguments: EveryLayer.all, [TraceMode.training, .evaluation])
    func everyParameterGetsAGradient(every: EveryLayer, mode: TraceMode) {
        let (graph, registry, output) = trace(every.layer, every.input, mode)
        let loss = Tensor.squaredNorm([output])
        let derived = loss.builder.graph.differentiated(loss: loss.value)
        let gradients = derived.writtenSlots.filter { $0.kind == .gradient }
        #expect(Set(gradients) == Set(registry.parameters.map(\.gradient)))
        #expect(graph.nodes.count < derived.nodes.count)
    }

    @Test(arguments: EveryLayer.all)
    func tracingTwiceGivesTheSameGraph(every: EveryLayer) {
        let first = trace(every.layer, every.input, .training).graph
        let second = trace(every.layer, every.input, .training).graph
        #expect(first.nodes == second.nodes)
    }
}
