import BallastCore
import BallastDNNL
import BallastGraph
import BallastModels
import BallastNN
import BallastOptimizers
import BallastRuntime
import BallastTraining
import TestSupport
import Testing

@Suite("Proposals of the engine", .serialized)
struct ProposalTests {
    private static let optimizers: [(name: String, optimizer: Optimizer)] = [
        ("sgd", .sgd(momentum: .constant(0.9), weightDecay: 1e-3).averaging(decay: 0.9)),
        ("adam", .adam().averaging(decay: 0.9)),
        ("rmsprop", .rmsprop(momentum: .constant(0.5)).averaging(decay: 0.9)),
    ]

    @Test("a refused proposal leaves every bit of every kind of state", arguments: 0..<3)
    func refusing(index: Int) throws {
        let (name, optimizer) = Self.optimizers[index]
        let model = try SmallTraining.model(.resnet18Small, imageSize: 16)
        var training = try SmallTraining(model, imageSize: 16, optimizer: optimizer)
        try training.train(2)
        let before = training.bits
        for _ in 0..<2 {
            try training.propose()
            training.engine.refuse()
            #expect(training.bits == before, "\(name)")
        }
        try training.train(1)
        let after = training.bits
        for kind in [StateSlot.Kind.parameter, .runningStatistic, .optimizer, .average] {
            let slots = before.keys.filter { $0.kind == kind }
            #expect(!slots.isEmpty, "\(name) has no \(kind)")
            let moved = slots.filter { before[$0] != after[$0] }
            #expect(moved.count == slots.count, "\(name) commits every \(kind)")
        }
    }

    @Test("clipping by units reads weights that lie as their kernels want them")
    func adaptiveClip() throws {
        func parameters(_ backend: any Backend, clips: Bool = true) throws -> [Float] {
            let descent = Optimizer.sgd()
            var training = try SmallTraining(
                try SmallTraining.model(.lenet5, imageSize: 14), imageSize: 14, batchSize: 2,
                optimizer: clips ? descent.preceded(by: AdaptiveGradientClip(0.01)) : descent,
                backend: backend)
            try training.train(2)
            let engine = training.engine
            return engine.registry.parameters.flatMap { engine.store.load($0).values }
        }
        let found = try parameters(DNNLBackend())
        let expected = try parameters(ReferenceBackend())
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 })
        let free = try parameters(DNNLBackend(), clips: false)
        #expect(zip(found, free).contains { abs($0 - $1) > 1e-4 })
    }

    @Test("a refused step is as if it had not been run")
    func refusedStepsLeaveNoTrace() throws {
        func trained(refusing: Bool) throws -> [StateSlot: [UInt32]] {
            var training = try SmallTraining(
                try SmallTraining.model(.lenet5), optimizer: .adam())
            try training.train(2)
            if refusing {
                // A copy, so that the batches after it are the same.
                var copy = training
                try copy.propose()
                copy.engine.refuse()
            }
            try training.train(2)
            return training.bits
        }
        #expect(try trained(refusing: true) == trained(refusing: false))
    }

    @Test("the same seed twice gives the same bits", arguments: [ModelName.lenet5, .resnet18Small])
    func repeats(name: ModelName) throws {
        func run(seed: UInt64) throws -> (losses: [UInt32], state: [StateSlot: [UInt32]]) {
            var training = try SmallTraining(
                try SmallTraining.model(name), batchSize: 8,
                optimizer: .sgd(momentum: .constant(0.9)), seed: seed)
            return (try training.train(4).map(\.bitPattern), training.bits)
        }
        let (first, second, other) = (try run(seed: 5), try run(seed: 5), try run(seed: 6))
        #expect(first.losses == second.losses)
        #expect(first.state == second.state)
        #expect(first.losses != other.losses)
    }

    @Test("two batches of 8 make the update of one batch of 16")
    func accumulation() throws {
        func trained(batchSize: Int, accumulation: Int) throws -> (
            losses: [Float], engine: TrainingEngine
        ) {
            var training = try SmallTraining(
                try SmallTraining.model(.mlp), batchSize: batchSize, accumulation: accumulation,
                optimizer: .sgd(momentum: .constant(0.9), weightDecay: 1e-3))
            return (try training.train(5), training.engine)
        }
        let whole = try trained(batchSize: 16, accumulation: 1)
        let parts = try trained(batchSize: 8, accumulation: 2)
        for (loss, expected) in zip(parts.losses, whole.losses) {
            #expect(abs(loss - expected) <= 1e-5 * abs(expected))
        }
        for slot in whole.engine.savedSlots {
            let pairs = zip(
                parts.engine.store.load(slot).values, whole.engine.store.load(slot).values)
            #expect(pairs.allSatisfy { abs($0 - $1) <= 1e-5 }, "\(slot.name)")
        }
    }

    @Test("frozen parameters and their statistics do not move")
    func freezing() throws {
        let model = try SmallTraining.model(.resnet18Small, imageSize: 16)
        var training = try SmallTraining(
            model, imageSize: 16, optimizer: .sgd(momentum: .constant(0.9), weightDecay: 1e-3)
        ) { $0.hasPrefix("layer1.") || $0.hasPrefix("bn1.") }
        let before = training.bits
        try training.train(3)
        let after = training.bits
        let held = training.engine.registry.entries.filter(\.isFrozen).map(\.slot)
        #expect(held.contains { $0.name == "layer1.0.bn1.running_mean" })
        for entry in training.engine.registry.entries {
            #expect(
                (before[entry.slot] == after[entry.slot]) == entry.isFrozen, "\(entry.slot.name)")
        }
    }
}
