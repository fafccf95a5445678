import Synchronization

/// The parts of pages that were made last, so that several readers of a page share the work.
final class PartCache: Sendable {
    private struct Entry {
        let keys: [RunKey]
        let revisions: [Int]
        let parts: [PagePart]
    }

    private let entries = Mutex<[Entry]>([])
    private static let most = 4

    /// - Parameters:
    ///   - runs: what the page shows.
    ///   - make: makes its parts.
    func parts(_ runs: [ShelvedRun], _ make: () -> [PagePart]) -> [PagePart] {
        let (keys, revisions) = (runs.map(\.key), runs.map(\.revision))
        let known = entries.withLock { entries in
            entries.first { $0.keys == keys && $0.revisions == revisions }?.parts
        }
        if let known { return known }
        let parts = make()
        entries.withLock { entries in
            entries.removeAll { $0.keys == keys }
            entries.insert(Entry(keys: keys, revisions: revisions, parts: parts), at: 0)
            if entries.count > Self.most { entries.removeLast() }
        }
        return parts
    }
}
