import BallastCore
import BallastGraph
import BallastReference
import BallastRuntime

/// Runs one graph on the reference backend and on another, from the same hashed inputs and
/// parameters, and measures how far they differ.
public enum BackendComparison {
    /// How far one result, or one state slot that was written, is from the reference.
    public struct Difference: Sendable, CustomStringConvertible {
        public let name: String
        /// The largest difference relative to the reference's largest magnitude.
        public let relativeError: Double

        public var description: String { "\(name): \(relativeError)" }
    }

    /// - Parameters:
    ///   - graph: any graph, differentiated or not.
    ///   - passes: what the graph goes through before the other backend gets it.
    ///   - ranges: the range of a slot's hashed initial values.
    ///   - classes: the bound of integer inputs.
    /// - Throws: what the other backend throws at compilation.
    public static func differences(
        of graph: Graph, on other: any Backend, after passes: (Graph) -> Graph = { $0 },
        classes: Int = 1, seed: UInt64 = 0,
        scalars: StepScalars = StepScalars(learningRate: 0.1, momentum: 0.9, step: 3, seed: 11),
        ranges: (StateSlot) -> ClosedRange<Float> = { _ in -1...1 }
    ) throws -> [Difference] {
        let plans: [(graph: Graph, backend: any Backend)] = [
            (graph, ReferenceBackend()), (passes(graph), other),
        ]
        let outcomes = try plans.map { plan in
            let store = StateStore(backend: plan.backend)
            let executable = try Executable(plan.graph, store: store)
            executable.fillInputs(of: plan.graph, classes: classes, seed: seed)
            for slot in graph.readSlots {
                let values = HashedValues.uniform(
                    slot.shape.count, in: ranges(slot), name: slot.name, seed: seed)
                store.store(HostTensor(shape: slot.shape, values: values), in: slot)
            }
            executable.run(scalars)
            return outcome(of: graph, executable, store)
        }
        return zip(outcomes[1], outcomes[0]).map { actual, expected in
            Difference(
                name: expected.name,
                relativeError: relativeError(actual.values, expected.values))
        }
    }

    /// Compares forward and backward of a case; its activations are given as inputs, and their
    /// gradients are compared as results.
    public static func differences(
        of operationCase: OperationCase, on other: any Backend,
        after passes: (Graph) -> Graph = { $0 }, seed: UInt64 = 0
    ) throws -> [Difference] {
        let operands = operationCase.operands
        let ranges = Dictionary(uniqueKeysWithValues: operands.map { ($0.slot, $0.range) })
        let activations = operands.filter { $0.role == .activation }.map(\.slot)
        let graph = operationCase.differentiatedGraph().replacingState(activations)
        return try differences(
            of: graph, on: other, after: passes, classes: operationCase.classes, seed: seed,
            ranges: { ranges[$0] ?? -1...1 })
    }

    /// All results, then all state that was written; unrounded where the backend can.
    private static func outcome(
        of graph: Graph, _ executable: Executable, _ store: StateStore
    ) -> [(name: String, values: [Double])] {
        let reference = store.backend as? ReferenceBackend
        let results = graph.results.map { result in
            (
                name: result.name,
                values: reference?.exactResult(result.name)
                    ?? executable.result(result.name).map(Double.init)
            )
        }
        let state = graph.writtenSlots.map { slot in
            (
                name: "\(slot.kind) \(slot.name)",
                values: reference == nil
                    ? store.load(slot, .proposed).values.map(Double.init)
                    : store.loadExactly(slot, .proposed)
            )
        }
        return results + state
    }

    /// `max |a − b| / max |b|`; infinite where one is not finite and the other differs.
    ///
    /// The largest magnitude of a reference counts as at least 10⁻³, so that a gradient that is
    /// zero but for rounding compares with something.
    public static func relativeError(_ values: [Double], _ reference: [Double]) -> Double {
        precondition(
            values.count == reference.count, "\(values.count) and \(reference.count) values")
        var largest = 1e-3
        var difference = 0.0
        for (value, expected) in zip(values, reference) where value != expected {
            if value.isNaN && expected.isNaN { continue }
            if !value.isFinite || !expected.isFinite { return .infinity }
            difference = max(difference, abs(value - expected))
        }
        for expected in reference where expected.isFinite {
            largest = max(largest, abs(expected))
        }
        return difference / largest
    }
}
