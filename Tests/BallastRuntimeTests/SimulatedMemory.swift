import BallastRuntime

/// An arena that remembers which buffer was written last to each of its bytes.
struct SimulatedMemory {
    private var owners: [Int?]
    private let places: [Range<Int>?]

    init(_ program: LoweredProgram, _ plan: MemoryPlan) {
        owners = Array(repeating: nil, count: plan.arenaBytes)
        places = zip(program.buffers, plan.offsets).map { buffer, offset in
            offset.map { $0..<$0 + buffer.byteCount }
        }
    }

    /// Reads and writes as the step does; gives what went wrong, if something did.
    mutating func run(_ step: LoweredStep) -> String? {
        if let lost = step.reads.first(where: { !holds($0) }) {
            return "buffer \(lost.index) was overwritten before it was read"
        }
        for write in step.writes {
            guard let place = places[write.index] else { continue }
            guard place.upperBound <= owners.count else {
                return "buffer \(write.index) lies outside the arena"
            }
            for byte in place { owners[byte] = write.index }
        }
        if let lost = step.writes.first(where: { !holds($0) }) {
            return "buffer \(lost.index) overlaps another output of its step"
        }
        for read in step.reads where !holds(read) {
            let allowed = step.inPlace.contains { pair in
                pair.read == read
                    && places[pair.write.index]?.lowerBound == places[read.index]?.lowerBound
            }
            if !allowed { return "an output overwrites buffer \(read.index), which is being read" }
        }
        return nil
    }

    private func holds(_ buffer: BufferID) -> Bool {
        places[buffer.index]?.allSatisfy { owners[$0] == buffer.index } ?? true
    }
}
