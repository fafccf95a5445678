import BallastCore
import BallastGraph
import BallastNN
import Testing

@Suite struct BatchNormModeTests {
    private func graph(
        _ mode: TraceMode, version: StateVersion = .committed,
        frozen: @escaping (String) -> Bool = { _ in false }
    ) -> Graph {
        let builder = GraphBuilder()
        let trace = Trace(builder, mode: mode, statisticsVersion: version, isFrozen: frozen)
        _ = BatchNorm2D(momentum: 0.25)(builder.input("x", [2, 3, 2, 2]), in: trace["bn"])
        return builder.graph
    }

    private func usesBatchStatistics(_ graph: Graph) -> Bool {
        graph.nodes.contains {
            if case .batchNormalization = $0.operation { true } else { false }
        }
    }

    @Test(arguments: [
        (TraceMode.training, true, ["bn.running_mean", "bn.running_var"]),
        (.evaluation, false, []), (.batchStatistics, true, []),
        (.reestimation, true, ["bn.running_mean", "bn.running_var"]),
    ])
    func statisticsByMode(mode: TraceMode, batch: Bool, written: [String]) {
        let graph = graph(mode)
        #expect(usesBatchStatistics(graph) == batch)
        #expect(graph.writtenSlots.map(\.name) == written)
        let reads = graph.readSlots.filter { $0.kind == .runningStatistic }
        #expect(reads.isEmpty == (mode == .batchStatistics))
    }

    @Test(arguments: TraceMode.allCases, ["bn.running_", "bn."])
    func frozenLayersUseAndHoldRunningStatistics(mode: TraceMode, prefix: String) {
        let graph = graph(mode, frozen: { $0.hasPrefix(prefix) })
        #expect(!usesBatchStatistics(graph))
        #expect(graph.writtenSlots.isEmpty)
    }

    @Test func aHeldScaleAloneDoesNotHoldTheStatistics() {
        let graph = graph(.training, frozen: { $0 == "bn.weight" })
        #expect(usesBatchStatistics(graph))
    }

    @Test func trainingMovesByTheLayersMomentumAndTheUnbiasedVariance() {
        let factors = graph(.training).nodes.compactMap { node -> Double? in
            if case .unary(.scale(let factor)) = node.operation { factor } else { nil }
        }
        // Eight values per channel.
        #expect(factors == [0.75, 0.25, 0.75, 0.25 * 8 / 7])
    }

    @Test func reestimationMovesByTheCallersMomentum() {
        func asksTheCaller(_ mode: TraceMode) -> Bool {
            graph(mode).nodes.contains { $0.operation == .scalar(.statisticsMomentum) }
        }
        #expect(asksTheCaller(.reestimation))
        #expect(!asksTheCaller(.training))
    }

    @Test(arguments: [StateVersion.committed, .proposed])
    func statisticsAreReadInTheVersionOfTheTrace(version: StateVersion) {
        let versions = graph(.training, version: version).nodes.compactMap { node in
            guard case .readState(let slot, let version) = node.operation,
                slot.kind == .runningStatistic
            else { return StateVersion?.none }
            return version
        }
        #expect(versions == [version, version])
    }

    @Test func aSingleValuePerChannelHasNoUnbiasedVariance() {
        let builder = GraphBuilder()
        let trace = Trace(builder, mode: .training)
        _ = BatchNorm2D()(builder.input("x", [1, 3, 1, 1]), in: trace)
        for node in builder.graph.nodes {
            if case .unary(.scale(let factor)) = node.operation { #expect(factor.isFinite) }
        }
    }

    @Test func dropoutIsOnInTrainingOnlyAndDrawsMasksOfItsOwn() {
        for mode in TraceMode.allCases {
            let builder = GraphBuilder()
            let trace = Trace(builder, mode: mode)
            let x = Dropout(0.5)(builder.input("x", [2, 3]), in: trace["a"])
            _ = Dropout(0.5)(x, in: trace["b"])
            let sites = builder.graph.nodes.compactMap { node -> Int? in
                if case .dropout(_, let site) = node.operation { site } else { nil }
            }
            #expect(Set(sites).count == (mode == .training ? 2 : 0))
        }
    }
}
