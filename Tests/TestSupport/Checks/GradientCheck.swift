import BallastCore
import BallastGraph
import BallastReference
import BallastRuntime

/// Compares the gradients of a case with central differences, on the reference backend.
public struct GradientCheck {
    private static let step = 3e-6
    /// How many elements of an operand are moved; of larger ones an even choice.
    private static let elementLimit = 48

    private let forward: Executable
    private let backward: Executable
    private let backend = ReferenceBackend()
    private let store: StateStore
    private let operands: [OperationCase.Operand]

    public init(_ operationCase: OperationCase, seed: UInt64 = 0) throws {
        store = StateStore(backend: backend)
        operands = operationCase.operands
        let graph = operationCase.graph()
        forward = try Executable(graph, store: store)
        backward = try Executable(operationCase.differentiatedGraph(), store: store)
        for executable in [forward, backward] {
            executable.fillInputs(of: graph, classes: operationCase.classes, seed: seed)
        }
        for operand in operands {
            let values = HashedValues.uniform(
                operand.slot.shape.count, in: operand.range, name: operand.slot.name, seed: seed)
            store.storeExactly(values.map(Double.init), in: operand.slot)
        }
    }

    /// For each operand the largest difference of its gradient from central differences, relative
    /// to the largest difference quotient.
    public func relativeErrors() -> [(operand: String, error: Double)] {
        run(backward)
        let gradients = operands.map { store.loadExactly($0.slot.gradient, .proposed) }
        return zip(operands, gradients).map { operand, gradient in
            let indices = Self.chosenIndices(gradient.count)
            let error = BackendComparison.relativeError(
                indices.map { gradient[$0] }, differences(operand.slot, indices))
            return (operand.slot.name, error)
        }
    }

    private static func chosenIndices(_ count: Int) -> [Int] {
        let chosen = min(count, elementLimit)
        return (0..<chosen).map { $0 * count / chosen }
    }

    private func differences(_ slot: StateSlot, _ indices: [Int]) -> [Double] {
        let start = store.loadExactly(slot)
        defer { store.storeExactly(start, in: slot) }
        return indices.map { index in
            let losses = [Self.step, -Self.step].map { change in
                var moved = start
                moved[index] += change
                store.storeExactly(moved, in: slot)
                run(forward)
                return backend.exactResult("loss")[0]
            }
            return (losses[0] - losses[1]) / (2 * Self.step)
        }
    }

    private func run(_ executable: Executable) {
        executable.run(StepScalars(step: 3, seed: 11))
    }
}
