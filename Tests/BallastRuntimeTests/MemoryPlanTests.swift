import BallastCore
import BallastRuntime
import TestSupport
import Testing

@Suite("Memory plans")
struct MemoryPlanTests {
    @Test("nothing is overwritten that is still to be read, in random programs")
    func randomProgramsKeepTheirValues() {
        for seed in UInt64(0)..<400 {
            let program = RandomProgram(seed: seed).program
            let plan = MemoryPlan(program)
            var memory = SimulatedMemory(program, plan)
            for step in program.steps {
                if let fault = memory.run(step) {
                    Issue.record("seed \(seed): \(fault)")
                    break
                }
            }
            #expect(plan.arenaBytes <= plan.unsharedBytes, "seed \(seed)")
        }
    }

    @Test("a chain of equal buffers takes two places, and one where steps work in place")
    func chains() {
        for (inPlace, places) in [(false, 2), (true, 1)] {
            let plan = MemoryPlan(chain(of: 10, bytes: 4096, inPlace: inPlace))
            #expect(plan.arenaBytes == places * 4096)
            #expect(plan.unsharedBytes == 10 * 4096)
        }
    }

    @Test("a buffer that is read later is not worked on in place")
    func laterReadersPreventSharing() {
        var program = LoweredProgram()
        let buffers = (0..<3).map { _ in program.addBuffer(byteCount: 256) }
        program.steps = [
            step(reads: [], writes: [buffers[0]]),
            step(
                reads: [buffers[0]], writes: [buffers[1]],
                inPlace: [(write: buffers[1], read: buffers[0])]),
            step(reads: [buffers[0], buffers[1]], writes: [buffers[2]]),
        ]
        let plan = MemoryPlan(program)
        #expect(Set(plan.offsets.compactMap { $0 }).count == 3)
    }

    @Test("only arena buffers that a step uses have a place, aligned")
    func offsets() {
        var program = LoweredProgram()
        let input = program.addBuffer(byteCount: 100, storage: .input("x"))
        let used = program.addBuffer(byteCount: 100)
        let other = program.addBuffer(byteCount: 1)
        let unused = program.addBuffer(byteCount: 100)
        program.steps = [step(reads: [input], writes: [used, other])]
        let plan = MemoryPlan(program)
        #expect(plan.offsets[input.index] == nil)
        #expect(plan.offsets[unused.index] == nil)
        for buffer in [used, other] {
            let offset = plan.offsets[buffer.index]
            #expect(offset.map { $0 % MemoryPlan.alignment } == 0)
        }
        #expect(plan.arenaBytes == 2 * MemoryPlan.alignment)
    }

    private func chain(of length: Int, bytes: Int, inPlace: Bool) -> LoweredProgram {
        var program = LoweredProgram()
        let buffers = (0..<length).map { _ in program.addBuffer(byteCount: bytes) }
        program.steps.append(step(reads: [], writes: [buffers[0]]))
        for (read, write) in zip(buffers, buffers.dropFirst()) {
            program.steps.append(
                step(
                    reads: [read], writes: [write],
                    inPlace: inPlace ? [(write: write, read: read)] : []))
        }
        return program
    }

    private func step(
        reads: [BufferID], writes: [BufferID], inPlace: [(write: BufferID, read: BufferID)] = []
    ) -> LoweredStep {
        LoweredStep(name: "", layer: "", reads: reads, writes: writes, inPlace: inPlace) { _ in
            ReferenceKernel { _ in }
        }
    }
}
