import BallastCore
import BallastDNNL
import BallastModels
import BallastOptimizers
import BallastTraining
import CAllocations
import Testing

/// How it is checked that a training step allocates nothing once it is warm.
///
/// The test program has the C allocator's functions under a count of its own (`CAllocations`),
/// which tells the requests of Ballast and the Swift runtime from those of oneDNN and OpenMP. Of
/// the first there must be none during whole steps: gradients, update, the norms that a guard
/// judges by, commitment or refusal. `AlignedBuffer`, which all tensors live in, counts too.
///
/// oneDNN itself makes a map of a primitive's arguments and an execution context each time a
/// primitive is executed, some hundred bytes each, and frees them before the call returns; its
/// scratch memory is Ballast's, planned into the arena. So of these requests the test demands only
/// that every block is freed again.
@Suite("Allocations", .serialized)
struct AllocationTests {
    @Test("a warm step allocates nothing", arguments: [ModelName.lenet5, .googlenetSmall])
    func steady(name: ModelName) throws {
        var training = try SmallTraining(
            try SmallTraining.model(name), batchSize: 2,
            optimizer: .sgd(momentum: .constant(0.9), weightDecay: 1e-3).averaging(decay: 0.99))
        try training.train(3)
        try training.propose()
        training.engine.refuse()
        try training.fill()
        let (engine, size) = (training.engine, training.batchSize)
        let scalars = training.scalars
        func step(commits: Bool) throws {
            engine.run(try engine.gradientProgram(size), scalars)
            engine.run(try engine.update(), scalars)
            engine.run(try engine.proposal(), scalars)
            if commits { engine.commit() } else { engine.refuse() }
        }
        try step(commits: true)

        let buffers = AlignedBuffer.allocationCount
        ca_start()
        for index in 0..<6 { try step(commits: index != 3) }
        let count = ca_stop()
        #expect(AlignedBuffer.allocationCount == buffers)
        #expect(count.own == 0)
        #expect(count.kept == 0)
        #expect(count.foreign > 0, "the count sees oneDNN's requests")
    }

    @Test("the count sees what is allocated")
    func counts() {
        ca_start()
        let array = Array(repeating: 1, count: Int.random(in: 10...20))
        let count = ca_stop()
        #expect(count.own == 1)
        #expect(count.kept == 1)
        #expect(array.count >= 10)
    }
}
