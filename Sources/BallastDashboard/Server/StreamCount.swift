import Synchronization

/// How many streams of updates are open.
final class StreamCount: Sendable {
    private let most: Int
    private let count = Mutex(0)

    init(_ most: Int) {
        self.most = most
    }

    /// One of the places; it is free again when nobody holds this.
    final class Place: Sendable {
        private let owner: StreamCount

        fileprivate init(_ owner: StreamCount) {
            self.owner = owner
        }

        deinit { owner.count.withLock { $0 -= 1 } }
    }

    /// - Returns: nil where all are taken.
    func enter() -> Place? {
        let isFree = count.withLock { count in
            guard count < most else { return false }
            count += 1
            return true
        }
        return isFree ? Place(self) : nil
    }
}
