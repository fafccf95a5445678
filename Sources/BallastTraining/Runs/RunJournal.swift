import BallastCore
import BallastEvents
import BallastLogs
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Appends events to `events.jsonl`, one line each, handed to the system at once.
public final class RunJournal {
    private let path: String
    private let descriptor: Int32

    /// - Throws: ``BallastError`` of kind `cannotWrite`.
    public init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure(path) }
    }

    deinit {
        close(descriptor)
    }

    /// Writes a whole line or, where that fails, nothing of it.
    ///
    /// - Throws: ``BallastError`` of kind `cannotWrite`.
    public func append(_ event: RunEvent) throws {
        var line = try event.line()
        line.append(UInt8(ascii: "\n"))
        var position = 0
        while position < line.count {
            let written = line[position...].withUnsafeBytes { bytes in
                write(descriptor, bytes.baseAddress, bytes.count)
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else {
                let failure = Self.failure(path)
                if position > 0 { takeBack(position) }
                throw failure
            }
            position += written
        }
    }

    /// Makes what was appended last through a power failure.
    ///
    /// - Throws: ``BallastError`` of kind `cannotWrite`.
    public func sync() throws {
        // Pipes and devices know no sync and say EINVAL.
        guard fdatasync(descriptor) == 0 || errno == EINVAL else { throw Self.failure(path) }
    }

    /// Removes the beginning of a line that could not be finished.
    private func takeBack(_ count: Int) {
        let end = lseek(descriptor, 0, SEEK_END)
        if end >= count { ftruncate(descriptor, end - off_t(count)) }
    }

    /// The events of a journal. A last line that was torn by a crash is left out.
    ///
    /// - Throws: ``BallastError`` of kind `badInput` that names a line which is no event.
    public static func events(_ path: String) throws -> [RunEvent] {
        var events: [RunEvent] = []
        _ = try JournalFollower(path).poll(restart: {}) { events.append($0) }
        return events
    }

    /// Where the next line begins.
    var position: Int { Int(lseek(descriptor, 0, SEEK_END)) }

    /// A line without its break, what it says, and where the next one begins.
    private struct Line {
        let bytes: Data
        let event: RunEvent
        let end: Int
    }

    private static func lines(_ path: String) throws -> [Line] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // Behind the last break is nothing, or a line that was torn.
        return try lines.dropLast().enumerated().compactMap { index, line in
            guard !line.isEmpty else { return nil }
            let event = try RunEvent(line: line, at: "\(path):\(index + 1)")
            return Line(bytes: line, event: event, end: line.endIndex + 1 - data.startIndex)
        }
    }

    /// Shortens a journal to what had happened when `step` updates were made, so that a resumed
    /// run writes no step twice; a torn last line goes, too.
    ///
    /// - Parameter position: where the journal ended when the checkpoint of that step was written.
    ///   Where that is not known, or is no line's end, the steps decide: what was before the guard
    ///   went back to an earlier step than `step` stays.
    /// - Throws: ``BallastError`` of kind `badInput` that names a line which is no event, or
    ///   `cannotWrite`; the journal is then as it was.
    public static func cut(_ path: String, after step: Int, position: Int? = nil) throws {
        let all = try lines(path)
        let kept = position.flatMap { beginning(all, position: $0, step) } ?? settled(all, step)
        let bytes = kept.flatMap { Array($0.bytes) + [UInt8(ascii: "\n")] }
        guard FileManager.default.contents(atPath: path).map(Array.init) ?? [] != bytes else {
            return
        }
        try AtomicFile.write(path, bytes)
    }

    /// The lines before a position, and the one that names the checkpoint of the step behind it;
    /// nil where no line ends there.
    private static func beginning(_ all: [Line], position: Int, _ step: Int) -> [Line]? {
        guard let last = all.firstIndex(where: { $0.end == position }) else { return nil }
        if last + 1 < all.count, case .checkpoint(step, _) = all[last + 1].event.kind {
            return Array(all[...(last + 1)])
        }
        return Array(all[...last])
    }

    /// The lines of the course that led to a step.
    private static func settled(_ all: [Line], _ step: Int) -> [Line] {
        let settled = all.lastIndex { line in
            line.event.rollBackTarget.map { $0 < step } ?? false
        }
        // A line happened when the step above it was made, whatever steps it is about.
        var reached = 0
        return all.enumerated().filter { index, line in
            reached = line.event.reachedStep ?? reached
            if case .runEnded = line.event.kind { return false }
            guard index <= settled ?? -1 || reached <= step else { return false }
            if index == settled { reached = line.event.rollBackTarget ?? reached }
            return true
        }.map(\.element)
    }

    private static func failure(_ path: String) -> BallastError {
        BallastError(
            .cannotWrite, "cannot write: \(String(cString: strerror(errno)))", at: path,
            mend: "free some space, then go on with --resume")
    }
}

extension RunEvent {
    /// The step that the guard went back to, where this is such a decision.
    fileprivate var rollBackTarget: Int? {
        guard case .guardDecision(let decision) = kind,
            case .rollBack(let target)? = decision.intervention
        else { return nil }
        return target
    }

    /// The updates that are made with it; nil where it is no step.
    fileprivate var reachedStep: Int? {
        switch kind {
        case .step(let record): record.step
        case .resumed(let step): step
        default: nil
        }
    }
}
