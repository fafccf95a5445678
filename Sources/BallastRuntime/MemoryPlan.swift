/// Where each arena buffer of a program lies, so that buffers whose lives do not overlap share
/// memory.
///
/// A buffer lives from the step that writes it first to the step that reads it last. Buffers are
/// placed from the largest down, each at the lowest offset that no overlapping life occupies.
public struct MemoryPlan: Sendable {
    public static let alignment = 128

    /// The offset of each arena buffer; nil for buffers that live elsewhere.
    public let offsets: [Int?]
    public let arenaBytes: Int
    /// What the arena would take without sharing.
    public let unsharedBytes: Int

    private struct Block {
        var first: Int
        var last: Int
        var bytes: Int
    }

    public init(_ program: LoweredProgram) {
        var (blocks, owner) = Self.lives(program)
        let unshared = program.buffers.indices.reduce(0) { sum, index in
            owner[index] == nil ? sum : sum + Self.padded(program.buffers[index].byteCount)
        }
        Self.shareInPlace(program, &blocks, &owner)
        var offsets = [Int?](repeating: nil, count: blocks.count)
        let arenaBytes = Self.place(blocks, roots: Set(owner.compactMap { $0 }), &offsets)
        self.offsets = owner.map { root in root.flatMap { offsets[$0] } }
        self.arenaBytes = arenaBytes
        unsharedBytes = unshared
    }

    private static func padded(_ bytes: Int) -> Int {
        max(alignment, (bytes + alignment - 1) / alignment * alignment)
    }

    /// The life of every arena buffer, and each buffer as its own block.
    private static func lives(_ program: LoweredProgram) -> ([Block], [Int?]) {
        var blocks = program.buffers.map {
            Block(first: .max, last: -1, bytes: padded($0.byteCount))
        }
        var owner = [Int?](repeating: nil, count: blocks.count)
        for (index, step) in program.steps.enumerated() {
            for buffer in step.reads + step.writes {
                guard case .arena = program.buffers[buffer.index].storage else { continue }
                owner[buffer.index] = buffer.index
                blocks[buffer.index].first = min(blocks[buffer.index].first, index)
                blocks[buffer.index].last = max(blocks[buffer.index].last, index)
            }
        }
        return (blocks, owner)
    }

    /// Lets outputs take over the memory of inputs that end with the step.
    private static func shareInPlace(
        _ program: LoweredProgram, _ blocks: inout [Block], _ owner: inout [Int?]
    ) {
        for (index, step) in program.steps.enumerated() {
            var taken: Set<Int> = []
            for pair in step.inPlace {
                guard let source = owner[pair.read.index], let target = owner[pair.write.index],
                    source != target, blocks[source].last == index, blocks[target].first == index,
                    target == pair.write.index, blocks[target].bytes <= blocks[source].bytes,
                    taken.insert(source).inserted
                else { continue }
                blocks[source].last = blocks[target].last
                owner[pair.write.index] = source
            }
        }
    }

    private static func place(
        _ blocks: [Block], roots: Set<Int>, _ offsets: inout [Int?]
    ) -> Int {
        var placed: [(offset: Int, block: Block)] = []
        var total = 0
        let order = roots.sorted { lhs, rhs in
            blocks[lhs].bytes != blocks[rhs].bytes
                ? blocks[lhs].bytes > blocks[rhs].bytes : lhs < rhs
        }
        for root in order {
            let block = blocks[root]
            var offset = 0
            for other in placed
            where other.block.first <= block.last && other.block.last >= block.first {
                if offset + block.bytes <= other.offset { break }
                offset = max(offset, other.offset + other.block.bytes)
            }
            offsets[root] = offset
            total = max(total, offset + block.bytes)
            let position = placed.firstIndex { $0.offset > offset } ?? placed.count
            placed.insert((offset, block), at: position)
        }
        return total
    }
}
