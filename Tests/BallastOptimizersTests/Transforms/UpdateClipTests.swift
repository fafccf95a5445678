import BallastCore
import BallastGraph
import BallastOptimizers
import BallastRuntime
import TestSupport
import Testing

/// Adam's updates under a clip beside those that its formula gives in double precision.
@Suite struct UpdateClipTests {
    private static let slots = [
        StateSlot(.parameter, "a.weight", shape: [3, 4]),
        StateSlot(.parameter, "b.weight", shape: [5]),
    ]
    private static let steps = 8

    /// The gradient of the second tensor grows a hundredfold in the middle of the run.
    private func gradient(_ slot: StateSlot, _ step: Int) -> [Float] {
        let scale: Float = slot.name == "b.weight" && step >= 4 ? 100 : 1
        return HashedValues.uniform(
            slot.shape.count, in: -1...1, name: "\(slot.name) \(step)"
        ).map { $0 * scale }
    }

    /// The parameters after each step, from 0.
    private func run(_ clip: Double?) throws -> [[Double]] {
        let store = StateStore(backend: ReferenceBackend())
        let builder = GraphBuilder()
        for slot in Self.slots {
            builder.write(builder.input(slot.name, slot.shape), to: slot.gradient)
        }
        Optimizer.adam(updateClip: clip).trace(parameters: Self.slots, builder)
        let program = try Executable(builder.graph.optimized(), store: store)
        return (0..<Self.steps).map { step in
            for slot in Self.slots {
                _ = program.floatInput(slot.name).update(from: gradient(slot, step))
            }
            program.run(StepScalars(learningRate: 0.1, step: step + 1))
            store.commit(program.writtenSlots)
            return Self.slots.flatMap { store.loadExactly($0) }
        }
    }

    private func formula(_ clip: Double) -> [[Double]] {
        var curves = [[Double]](repeating: [], count: Self.steps)
        for slot in Self.slots {
            let count = slot.shape.count
            var (m, v, p) = (
                [Double](repeating: 0, count: count), [Double](repeating: 0, count: count),
                [Double](repeating: 0, count: count)
            )
            var (power1, power2) = (1.0, 1.0)
            for step in 0..<Self.steps {
                let g = gradient(slot, step).map(Double.init)
                (power1, power2) = (power1 * 0.9, power2 * 0.999)
                for i in 0..<count {
                    m[i] = 0.9 * m[i] + 0.1 * g[i]
                    v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i]
                }
                let usual = v.map { $0 / (1 - power2) }
                let squares = zip(g, usual).reduce(0) { $0 + $1.0 * $1.0 / max($1.1, 1e-16) }
                let rate = 0.1 / max(1, (squares / Double(count)).squareRoot() / clip)
                for i in 0..<count {
                    p[i] -= rate * m[i] / (1 - power1) / (usual[i].squareRoot() + 1e-8)
                }
                curves[step] += p
            }
        }
        return curves
    }

    private func distance(_ found: [[Double]], _ expected: [[Double]]) -> Double {
        zip(found.joined(), expected.joined()).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }

    @Test(arguments: [0.5, 1, 2])
    func updatesAreThoseOfTheFormula(clip: Double) throws {
        let found = try run(clip)
        #expect(distance(found, formula(clip)) < 1e-6)
        #expect(distance(found, try run(nil)) > 1e-3, "the clip acts")
    }

    @Test func aClipThatNothingReachesChangesNothing() throws {
        #expect(distance(try run(1e6), try run(nil)) == 0)
    }

    @Test func aGradientOfZerosStaysOne() throws {
        let store = StateStore(backend: ReferenceBackend())
        let builder = GraphBuilder()
        let slot = Self.slots[0]
        builder.write(builder.input("g", slot.shape), to: slot.gradient)
        Optimizer.adam(epsilon: 1e-30, updateClip: 1).trace(parameters: [slot], builder)
        let program = try Executable(builder.graph.optimized(), store: store)
        program.floatInput("g").update(repeating: 0)
        program.run(StepScalars(learningRate: 0.1, step: 1))
        store.commit(program.writtenSlots)
        #expect(!store.loadExactly(slot).contains { !$0.isFinite })
    }
}
