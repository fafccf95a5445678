import BallastCore
import BallastEvents
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

    public func append(_ event: RunEvent) throws {
        var line = try event.line()
        line.append(UInt8(ascii: "\n"))
        var position = 0
        while position < line.count {
            let written = line[position...].withUnsafeBytes { bytes in
                write(descriptor, bytes.baseAddress, bytes.count)
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw Self.failure(path) }
            position += written
        }
    }

    /// The events of a journal. A last line that was torn by a crash is left out.
    ///
    /// - Throws: ``BallastError`` of kind `badInput` that names a line which is no event.
    public static func events(_ path: String) throws -> [RunEvent] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
        let isTorn = data.last.map { $0 != UInt8(ascii: "\n") } ?? false
        return try lines.enumerated().compactMap { index, line in
            if isTorn && index == lines.count - 1 { return nil }
            return try RunEvent(line: line, at: "\(path):\(index + 1)")
        }
    }

    /// Rewrites a journal to what had happened when `step` updates were made, so that a resumed run
    /// writes no step twice.
    ///
    /// Where the guard went back to an earlier step than `step`, what was before that stays.
    public static func cut(_ path: String, after step: Int) throws {
        let all = try events(path)
        let settled = all.lastIndex { event in
            event.rollBackTarget.map { $0 < step } ?? false
        }
        let kept = all.enumerated().filter { index, event in
            if case .runEnded = event.kind { return false }
            return index <= settled ?? -1 || event.belongs(to: step)
        }
        var bytes: [UInt8] = []
        for (_, event) in kept { bytes += try event.line() + [UInt8(ascii: "\n")] }
        try AtomicFile.write(path, bytes)
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

    /// Whether it happened by the time when `step` updates were made.
    fileprivate func belongs(to step: Int) -> Bool {
        switch kind {
        case .runEnded: false
        case .step(let record): record.step <= step
        case .layers(let record): record.step <= step
        case .nonFinite(let record): record.step <= step
        case .validation(let record): record.step <= step
        case .checkpoint(let reached, _): reached <= step
        case .scheduleChanged(let reached, _): reached <= step
        case .finding(let finding): finding.lastStep <= step
        case .guardDecision(let decision): decision.step <= step
        case .guardOutcome(let outcome): outcome.step <= step
        case .runStarted, .note, .resumed: true
        }
    }
}
