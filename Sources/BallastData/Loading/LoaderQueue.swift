/// The batches that are read ahead, and who reads which image of them.
///
/// All state is guarded by the monitor; the images themselves are written without it, each by the
/// one thread that took it.
final class LoaderQueue: @unchecked Sendable {
    /// One batch on its way.
    private struct Slot {
        var indices: [Int] = []
        var epoch = 0
        /// Images handed out to threads.
        var begun = 0
        /// Images that are done, or have failed.
        var ended = 0
        /// The first position at fault.
        var failure: (position: Int, error: any Error)?
        /// Whether the batch is still to be handed out.
        var isWanted = false
        /// How many callers are about to copy it.
        var takers = 0

        var isIdle: Bool { begun == ended }
        var isFree: Bool { !isWanted && isIdle && takers == 0 }
        var isDone: Bool { ended == indices.count }
        var isOpen: Bool { isWanted && begun < indices.count }

        func holds(_ batch: BatchInfo) -> Bool {
            isWanted && epoch == batch.epoch && indices == batch.indices
        }
    }

    private let reader: SampleReader
    private let elementCount: Int
    private let monitor = Monitor()
    private let buffers: [UnsafeMutablePointer<Float>]
    private let capacity: Int
    private var slots: [Slot]
    /// The slots of the coming batches, the next one first.
    private var schedule: [Int] = []
    private var isClosed = false

    init(_ reader: SampleReader, batchSize: Int, slots: Int) {
        self.reader = reader
        elementCount = reader.imageShape.byteCount
        let capacity = batchSize * elementCount
        self.capacity = capacity
        buffers = (0..<slots).map { _ in .allocate(capacity: capacity) }
        self.slots = Array(repeating: Slot(), count: slots)
    }

    deinit {
        for buffer in buffers { buffer.deallocate() }
    }

    /// What a thread of the loader does until the queue is closed.
    func work() {
        var scratch = TransformScratch()
        while let (slot, position) = nextImage() { read(position, of: slot, &scratch) }
    }

    /// Lets the threads end.
    func close() {
        monitor.locked {
            isClosed = true
            monitor.signal()
        }
    }

    private func nextImage() -> (slot: Int, position: Int)? {
        monitor.locked {
            while !isClosed {
                if let slot = schedule.first(where: { slots[$0].isOpen }) {
                    return (slot, begin(slot))
                }
                monitor.wait()
            }
            return nil
        }
    }

    /// Takes an image of a slot; with the lock held.
    private func begin(_ slot: Int) -> Int {
        defer { slots[slot].begun += 1 }
        return slots[slot].begun
    }

    private func read(_ position: Int, of slot: Int, _ scratch: inout TransformScratch) {
        let (index, epoch) = monitor.locked { (slots[slot].indices[position], slots[slot].epoch) }
        var failure: (any Error)?
        do {
            try reader.read(
                index, epoch: epoch, into: buffers[slot] + position * elementCount, &scratch)
        } catch {
            failure = error
        }
        monitor.locked {
            slots[slot].ended += 1
            if let failure, slots[slot].failure.map({ position < $0.position }) ?? true {
                slots[slot].failure = (position, failure)
            }
            if slots[slot].isIdle { monitor.signal() }
        }
    }

    /// Fills memory with a batch: from its slot, helping to fill that, or directly.
    ///
    /// - Throws: what reading its first image at fault throws.
    func take(_ batch: BatchInfo, into images: UnsafeMutablePointer<Float>) throws {
        var scratch = TransformScratch()
        guard let slot = monitor.locked({ reserve(batch) }) else {
            for (position, index) in batch.indices.enumerated() {
                try reader.read(
                    index, epoch: batch.epoch, into: images + position * elementCount, &scratch)
            }
            return
        }
        while let position = monitor.locked({ slots[slot].isOpen ? begin(slot) : nil }) {
            read(position, of: slot, &scratch)
        }
        let failure = monitor.locked {
            while !slots[slot].isDone { monitor.wait() }
            return slots[slot].failure
        }
        defer {
            monitor.locked {
                slots[slot].isWanted = false
                slots[slot].takers -= 1
            }
        }
        if let failure { throw failure.error }
        images.update(from: buffers[slot], count: batch.count * elementCount)
    }

    /// The slot of a batch, an unforeseen one's in front of all others; with the lock held.
    private func reserve(_ batch: BatchInfo) -> Int? {
        if let known = slots.indices.first(where: { slots[$0].holds(batch) }) {
            slots[known].takers += 1
            return known
        }
        guard batch.count * elementCount <= capacity,
            let slot = slots.indices.first(where: { slots[$0].isFree })
        else { return nil }
        slots[slot] = Slot(indices: batch.indices, epoch: batch.epoch, isWanted: true, takers: 1)
        schedule.insert(slot, at: 0)
        monitor.signal()
        return slot
    }

    /// Sets what is read ahead.
    func expect(_ batches: [BatchInfo]) {
        monitor.locked {
            for slot in slots.indices
            where slots[slot].takers == 0 && !batches.contains(where: slots[slot].holds) {
                slots[slot].isWanted = false
            }
            schedule = []
            for batch in batches {
                if let known = slots.indices.first(where: { slots[$0].holds(batch) }) {
                    schedule.append(known)
                } else if let free = slots.indices.first(where: { slots[$0].isFree }) {
                    slots[free] = Slot(indices: batch.indices, epoch: batch.epoch, isWanted: true)
                    schedule.append(free)
                }
            }
            monitor.signal()
        }
    }
}
