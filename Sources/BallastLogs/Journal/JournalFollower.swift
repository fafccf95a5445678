import BallastCore
import BallastEvents

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
    private var hasFailed = false
    /// Whether the last look ended before the end of the journal.
    public private(set) var isBehind = false
    private var reader = EventLineReader()
    private var block: [UInt8] = []

    /// Bytes that are read at once; a line that is longer gets as many as it needs.
    private static let blockLength = 1 << 22

    public init(_ path: String) {
        self.path = path
    }

    /// Hands over the events that have come since the last look, the file read in parts, so that a
    /// long journal is never in memory as a whole; none where there is no journal yet.
    ///
    /// - Parameters:
    ///   - budget: the bytes that may be read, beyond which the rest is left to the next look;
    ///     those that were read are taken from it.
    ///   - restart: called where the journal was written anew, so that earlier events no longer
    ///     hold.
    ///   - body: called with each event, in order.
    /// - Returns: whether anything has come.
    /// - Throws: ``/BallastCore/BallastError`` of kind `badInput` that names a line which is no
    ///   event.
    public func poll(
        budget: inout Int, restart: () throws -> Void, _ body: (RunEvent) throws -> Void
    ) throws -> Bool {
        isBehind = false
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        let size = Int(status.st_size)
        let isOther = file != nil && (file != status.st_ino || size < offset)
        let isRestart = isOther || hasFailed
        file = status.st_ino
        if isRestart {
            (offset, line, hasFailed) = (0, 0, false)
            try restart()
        }
        let start = offset
        do {
            while !isBehind {
                let before = offset
                guard try read(descriptor, size - offset, body) else { break }
                budget -= offset - before
                isBehind = budget <= 0 && offset < size
            }
        } catch {
            // What was handed over is lost to the caller; the next look begins again.
            hasFailed = true
            throw error
        }
        return isRestart || offset > start
    }

    /// Hands over all events that have come since the last look.
    ///
    /// - Throws: as ``poll(budget:restart:_:)``.
    public func poll(
        restart: () throws -> Void, _ body: (RunEvent) throws -> Void
    ) throws -> Bool {
        var budget = Int.max
        return try poll(budget: &budget, restart: restart, body)
    }

    /// Hands over the events of the next lines.
    ///
    /// - Parameter available: the bytes behind the offset.
    /// - Returns: false where no whole line is left.
    private func read(
        _ descriptor: Int32, _ available: Int, _ body: (RunEvent) throws -> Void
    ) throws -> Bool {
        var wanted = Self.blockLength
        while true {
            let count = fill(descriptor, min(wanted, available))
            if let end = block[..<count].lastIndex(of: UInt8(ascii: "\n")) {
                try take(end + 1, body)
                return true
            }
            guard wanted < available, count == wanted else { return false }
            wanted *= 2
        }
    }

    /// Reads bytes from the offset on into the block.
    private func fill(_ descriptor: Int32, _ wanted: Int) -> Int {
        if block.count < wanted { block = [UInt8](repeating: 0, count: wanted) }
        var count = 0
        while count < wanted {
            let more = block.withUnsafeMutableBytes { bytes in
                pread(
                    descriptor, bytes.baseAddress.map { $0 + count }, wanted - count,
                    off_t(offset + count))
            }
            if more < 0, errno == EINTR { continue }
            guard more > 0 else { break }
            count += more
        }
        return count
    }

    /// Hands over the events of the lines at the beginning of the block, which end there.
    private func take(_ count: Int, _ body: (RunEvent) throws -> Void) throws {
        var lines = LineSplitter()
        let block = block
        let text = block.span
        try lines.consume(text.extracting(0..<count)) { bytes in
            line += 1
            guard !bytes.isEmpty else { return }
            try body(
                try reader.event(bytes) ?? RunEvent(line: [UInt8](bytes), at: "\(path):\(line)"))
        }
        offset += count
    }
}
