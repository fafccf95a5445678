import BallastCore
import BallastGraph
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
    ///   - ranges: the range of a slot's hashed initial values.
    ///   - classes: the bound of integer inputs.
    /// - Throws: what the other backend throws at compilation.
    public static func differences(
        of graph: Graph, on other: any Backend, classes: Int = 1, seed: UInt64 = 0,
        scalars: StepScalars = StepScalars(learningRate: 0.1, momentum: 0.9, step: 3, seed: 11),
        ranges: (StateSlot) -> ClosedRange<Float> = { _ in -1...1 }
    ) throws -> [Difference] {
        let reference = ReferenceBackend()
        let runs = try [reference, other].map { backend in
            let store = StateStore(backend: backend)
            let executable = try Executable(graph, store: store)
            executable.fillInputs(of: graph, classes: classes, seed: seed)
            for slot in graph.readSlots where slot.kind != .gradient {
                let values = HashedValues.uniform(
                    slot.shape.count, in: ranges(slot), name: slot.name, seed: seed)
                store.store(HostTensor(shape: slot.shape, values: values), in: slot)
            }
            executable.run(scalars)
            return (executable, store)
        }
        let ofResults = graph.results.map { result in
            let values = runs[1].0.result(result.name).map(Double.init)
            return Difference(
                name: result.name,
                relativeError: relativeError(values, reference.exactResult(result.name)))
        }
        let ofState = graph.writtenSlots.map { slot in
            let values = runs[1].1.load(slot, .proposed).values.map(Double.init)
            return Difference(
                name: "\(slot.kind) \(slot.name)",
                relativeError: relativeError(values, runs[0].1.loadExactly(slot, .proposed)))
        }
        return ofResults + ofState
    }

    /// Compares forward and backward of a case; its activations are given as inputs, and their
    /// gradients are compared as results.
    public static func differences(
        of operationCase: OperationCase, on other: any Backend, seed: UInt64 = 0
    ) throws -> [Difference] {
        let activations = operationCase.operands.filter { $0.role == .activation }.map(\.slot)
        let parameters = Dictionary(
            uniqueKeysWithValues: operationCase.operands.map { ($0.slot, $0.range) })
        let graph = operationCase.differentiatedGraph().replacingState(activations)
        return try differences(
            of: graph, on: other, classes: operationCase.classes, seed: seed,
            ranges: { parameters[$0] ?? -1...1 })
    }

    /// `max |a − b| / max |b|`, infinite where only one of them is not a number or the reference is
    /// zero and the other is not.
    ///
    /// Magnitudes of the reference below 10⁻³ count as 10⁻³, so that a gradient that is zero but for
    /// rounding compares with something.
    public static func relativeError(_ values: [Double], _ reference: [Double]) -> Double {
        precondition(values.count == reference.count, "\(values.count) and \(reference.count) values")
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
