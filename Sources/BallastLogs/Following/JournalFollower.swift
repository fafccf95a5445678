import BallastCore
import BallastEvents
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads the journal of a run of Ballast, `events.jsonl`, as far as it is written.
///
/// A last line without its end waits for the rest. A journal that was cut, as when a run goes on
/// from a checkpoint, is read again from its start.
public final class JournalFollower {
    private let path: String
    private var offset = 0
    private var line = 0
    /// The file that was read so far.
    private var file: UInt?

    private static let blockLength = 1 << 20

    public init(_ path: String) {
        self.path = path
    }

    /// What has been written since the last look.
    public struct Update {
        public var events: [RunEvent]
        /// Whether the journal was written anew, so that earlier events no longer hold.
        public var isRestart: Bool
    }

    /// Reads the lines that have come; none where there is no journal yet.
    ///
    /// - Throws: ``/BallastCore/BallastError`` of kind `badInput` that names a line which is no
    ///   event.
    public func poll() throws -> Update {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return Update(events: [], isRestart: false) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return Update(events: [], isRestart: false) }
        let isRestart = file != nil && (file != status.st_ino || Int(status.st_size) < offset)
        if isRestart { (offset, line) = (0, 0) }
        file = status.st_ino
        guard Int(status.st_size) > offset else { return Update(events: [], isRestart: isRestart) }
        return Update(events: try read(descriptor), isRestart: isRestart)
    }

    private func read(_ descriptor: Int32) throws -> [RunEvent] {
        var events: [RunEvent] = []
        var rest = Data()
        var block = [UInt8](repeating: 0, count: Self.blockLength)
        var position = offset
        while true {
            let count = pread(descriptor, &block, block.count, off_t(position))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            position += count
            rest += block[..<count]
            try take(&rest, into: &events)
        }
        return events
    }

    /// Takes the whole lines out of what was read.
    private func take(_ rest: inout Data, into events: inout [RunEvent]) throws {
        var start = rest.startIndex
        while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
            line += 1
            if end > start {
                events.append(try RunEvent(line: rest[start..<end], at: "\(path):\(line)"))
            }
            offset += end + 1 - start
            start = end + 1
        }
        rest = Data(rest[start...])
    }
}
