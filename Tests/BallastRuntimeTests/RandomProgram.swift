import BallastCore
import BallastRuntime
import TestSupport

/// A program whose steps read and write buffers at random; it has no kernels worth running.
struct RandomProgram {
    private(set) var program = LoweredProgram()
    private let random: CounterRandom
    private var drawn: UInt64 = 0

    init(seed: UInt64) {
        random = CounterRandom(seed: seed, stream: .probe)
        var written: [BufferID] = []
        for _ in 0..<2 + draw(25) {
            written += addStep(readingFrom: written)
        }
    }

    private mutating func draw(_ bound: Int) -> Int {
        drawn += 1
        return random.integer(drawn, below: bound)
    }

    /// Gives the buffers that are new.
    private mutating func addStep(readingFrom written: [BufferID]) -> [BufferID] {
        var reads: [BufferID] = []
        for _ in 0..<draw(4) where !written.isEmpty {
            let recent = min(written.count, 1 + draw(8))
            let choice = written[written.count - recent]
            if !reads.contains(choice) { reads.append(choice) }
        }
        var made: [BufferID] = []
        var inPlace: [(write: BufferID, read: BufferID)] = []
        for position in 0...draw(3) {
            let elsewhere = draw(12) == 0
            let buffer = program.addBuffer(
                byteCount: 1 + draw(3000), storage: elsewhere ? .constant(0) : .arena)
            made.append(buffer)
            if position < reads.count, draw(3) > 0 {
                inPlace.append((write: buffer, read: reads[position]))
            }
        }
        // Some steps add to a buffer that they also read.
        var writes = made
        if let last = reads.last, !inPlace.contains(where: { $0.read == last }), draw(4) == 0 {
            writes.append(last)
        }
        program.steps.append(
            LoweredStep(
                name: "step", layer: "", reads: reads, writes: writes, inPlace: inPlace
            ) { _ in ReferenceKernel { _ in } })
        return made
    }
}
