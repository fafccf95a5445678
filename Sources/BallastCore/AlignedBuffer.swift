import Synchronization

/// Zeroed memory aligned to 64 bytes, freed with its owner.
///
/// ``allocationCount`` counts all buffers ever made in this process, which is how a test shows that
/// a training step makes none.
public final class AlignedBuffer: @unchecked Sendable {
    public let pointer: UnsafeMutableRawPointer
    public let byteCount: Int

    private static let counter = Atomic<Int>(0)
    public static var allocationCount: Int { counter.load(ordering: .relaxed) }

    public init(byteCount: Int) {
        self.byteCount = byteCount
        let padded = max(64, (byteCount + 63) / 64 * 64)
        pointer = .allocate(byteCount: padded, alignment: 64)
        pointer.initializeMemory(as: UInt8.self, repeating: 0, count: padded)
        Self.counter.add(1, ordering: .relaxed)
    }

    deinit {
        pointer.deallocate()
    }
}
