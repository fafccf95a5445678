import BallastCore
import BallastGraph
import BallastOptimizers
import Testing

@Suite struct OptimizerContractTests {
    static let parameters = [
        StateSlot(.parameter, "conv.weight", shape: [4, 3, 2, 2]),
        StateSlot(.parameter, "fc.weight", shape: [5, 4]),
        StateSlot(.parameter, "fc.bias", shape: [5]),
    ]

    private func trace(
        _ optimizer: Optimizer
    ) -> (graph: Graph, entries: [OptimizerRegistry.Entry]) {
        let builder = GraphBuilder()
        let entries = optimizer.trace(parameters: Self.parameters, builder)
        return (builder.graph, entries)
    }

    @Test(arguments: EveryOptimizer.all)
    func writesEveryParameterAndEverySlotOnce(every: EveryOptimizer) {
        let (graph, entries) = trace(every.optimizer)
        let written = graph.writtenSlots
        #expect(Set(written).count == written.count)
        #expect(Set(written) == Set(Self.parameters + entries.map(\.slot)))
    }

    @Test(arguments: EveryOptimizer.all)
    func readsProposedGradientsAndCommittedState(every: EveryOptimizer) {
        for node in trace(every.optimizer).graph.nodes {
            guard case .readState(let slot, let version) = node.operation else { continue }
            #expect((version == .proposed) == (slot.kind == .gradient), "\(slot.name)")
        }
    }

    @Test(arguments: EveryOptimizer.all)
    func slotsAreNamedByRoleAndShareTheParametersLayout(every: EveryOptimizer) {
        let entries = trace(every.optimizer).entries
        let expected = every.roles.flatMap { role in
            Self.parameters.map {
                StateSlot(
                    role == "ema" ? .average : .optimizer, "\(role)/\($0.name)", shape: $0.shape,
                    parameter: $0.name)
            }
        }
        #expect(Set(entries.map(\.slot)) == Set(expected))
        for entry in entries {
            let isAverage = entry.slot.kind == .average
            #expect(entry.initial == (isAverage ? .parameter : .constant(0)))
        }
    }

    @Test func plainDescentHasNoOperationTooMany() {
        let (graph, _) = trace(.sgd(momentum: .constant(0.9), weightDecay: 0.1))
        let perParameter = graph.nodes.filter { node in
            switch node.operation {
            case .unary, .binary: node.outputs.allSatisfy { graph.shape(of: $0).rank > 0 }
            default: false
            }
        }
        // decay·p, g + …, μ·b, … + g, lr·b, p − …
        #expect(perParameter.count == 6 * Self.parameters.count)
    }

    @Test(arguments: [
        Optimizer.sgd(weightDecay: 0.1, skippingNormsAndBiases: true),
        .adamw(weightDecay: 0.1, skippingNormsAndBiases: true),
    ])
    func decayCanSpareNormsAndBiases(optimizer: Optimizer) {
        let builder = GraphBuilder()
        optimizer.trace(parameters: Self.parameters, builder)
        for slot in Self.parameters {
            let value = builder.read(slot).value
            let uses = builder.graph.nodes.filter { $0.inputs.contains(value) }
            let isDecayed = uses.contains { $0.operation != .binary(.subtract) }
            #expect(isDecayed == (slot.shape.rank > 1), "\(slot.name)")
        }
    }

    @Test func aChainAppliesItsTransformsInOrder() {
        let builder = GraphBuilder()
        let chain = ScaleByConstant(2).followed(by: ScaleByConstant(3))
            .followed(by: ScaleByConstant(5))
        Optimizer(chain).trace(parameters: Self.parameters, builder)
        let factors = builder.graph.nodes.compactMap { node -> Double? in
            if case .unary(.scale(let factor)) = node.operation { factor } else { nil }
        }
        #expect(factors == [2, 2, 2, 3, 3, 3, 5, 5, 5])
    }

    @Test func frozenParametersAreNotTouched() {
        let builder = GraphBuilder()
        Optimizer.adam().trace(parameters: [Self.parameters[1]], builder)
        #expect(
            builder.graph.writtenSlots.map(\.parameter)
                == Array(repeating: "fc.weight", count: 3))
    }
}
