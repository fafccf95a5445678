import Synchronization

/// Memory that threads borrow, so that there are no more pieces than threads at work.
final class ScratchPool: Sendable {
    private let idle = Mutex<[TransformScratch]>([])

    func take() -> TransformScratch {
        idle.withLock { $0.popLast() } ?? TransformScratch()
    }

    func giveBack(_ scratch: consuming TransformScratch) {
        let scratch = scratch
        idle.withLock { $0.append(scratch) }
    }
}
