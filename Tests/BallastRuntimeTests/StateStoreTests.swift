import BallastCore
import BallastGraph
import BallastRuntime
import TestSupport
import Testing

@Suite("State in two buffers")
struct StateStoreTests {
    private let weight = StateSlot(.parameter, "weight", shape: [3])
    private let moment = StateSlot(.optimizer, "momentum/weight", shape: [3], parameter: "weight")
    private let statistic = StateSlot(.runningStatistic, "mean", shape: [2])
    private var slots: [StateSlot] { [weight, moment, statistic] }

    /// A store with hashed values, and a program that proposes `x + 1` for every slot.
    private func makeStore() throws -> (store: StateStore, step: Executable) {
        let store = StateStore(backend: ReferenceBackend())
        let builder = GraphBuilder()
        for slot in slots {
            builder.write(builder.read(slot) + 1, to: slot)
        }
        for slot in slots {
            let values = HashedValues.uniform(slot.shape.count, in: -1...1, name: slot.name)
            store.storeExactly(values.map(Double.init), in: slot)
        }
        return (store, try Executable(builder.graph, store: store))
    }

    private func committed(_ store: StateStore) -> [[Double]] {
        slots.map { store.loadExactly($0) }
    }

    @Test("a refused proposal leaves every committed bit as it was")
    func refusing() throws {
        let (store, step) = try makeStore()
        let before = committed(store)
        for _ in 0..<3 {
            step.run(StepScalars())
            #expect(committed(store) == before)
        }
        for (slot, values) in zip(slots, before) {
            #expect(store.loadExactly(slot, .proposed) == values.map { $0 + 1 })
        }
    }

    @Test("to commit makes the proposals of the named slots the state, and of no others")
    func committing() throws {
        let (store, step) = try makeStore()
        let before = committed(store)
        step.run(StepScalars())
        store.commit([weight, statistic])
        #expect(store.loadExactly(weight) == before[0].map { $0 + 1 })
        #expect(store.loadExactly(moment) == before[1])
        #expect(store.loadExactly(statistic) == before[2].map { $0 + 1 })
    }

    @Test("many steps, some refused, add up to those that were accepted")
    func sequences() throws {
        let (store, step) = try makeStore()
        let before = committed(store)
        let verdicts = [true, false, true, true, false, false, true]
        for accepted in verdicts {
            step.run(StepScalars())
            if accepted { store.commit(step.writtenSlots) }
        }
        for (slot, values) in zip(slots, before) {
            #expect(store.loadExactly(slot) == values.map { $0 + 1 + 1 + 1 + 1 })
        }
    }

    @Test("a snapshot brings committed state back, whatever was committed since")
    func snapshots() throws {
        let (store, step) = try makeStore()
        let before = committed(store)
        let snapshot = store.snapshot()
        #expect(snapshot.byteCount == 8 * slots.reduce(0) { $0 + $1.shape.count })
        for _ in 0..<3 {
            step.run(StepScalars())
            store.commit(step.writtenSlots)
        }
        #expect(committed(store) != before)
        store.restore(snapshot)
        #expect(committed(store) == before)
        step.run(StepScalars())
        store.commit(step.writtenSlots)
        #expect(committed(store) == before.map { $0.map { $0 + 1 } })
    }

    @Test("a gradient has one buffer, which neither commits nor snapshots concern")
    func gradients() {
        let store = StateStore(backend: ReferenceBackend())
        let gradient = weight.gradient
        let places = [StateVersion.committed, .proposed].map {
            store.address(of: gradient, $0).pointer
        }
        #expect(places[0] == places[1])
        store.storeExactly([1, 2, 3], in: gradient)
        store.commit([gradient])
        #expect(store.loadExactly(gradient) == [1, 2, 3])
        #expect(store.snapshot().byteCount == 0)
    }

    @Test("the first layout chosen for a parameter serves all that derives from it")
    func layouts() {
        let store = StateStore(backend: ReferenceBackend())
        #expect(store.layout(ofParameter: "weight") == nil)
        store.choose(store.backend.defaultLayout(for: weight), forParameter: "weight")
        #expect(store.byteCount(of: moment) == 24)
        #expect(store.byteCount(of: weight.gradient) == 24)
        #expect(store.slots == [moment, weight.gradient])
    }

    @Test("what was never stored is zero, and values come back as they were stored")
    func values() {
        let store = StateStore(backend: ReferenceBackend())
        #expect(store.load(weight).values == [0, 0, 0])
        let tensor = HostTensor(shape: [3], values: [1.5, -2, .infinity])
        store.store(tensor, in: weight)
        #expect(store.load(weight) == tensor)
        #expect(store.load(weight, .proposed).values == [0, 0, 0])
    }
}
