#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Cuts a stream of bytes into lines, each as soon as its end has come.
struct LineSplitter {
    /// A longer line is no line of a log; it is left out.
    private static let longest = 1 << 20

    /// Whether a carriage return ends a line, too, as in progress bars.
    private let splitsAtReturns: Bool
    private var carried: [UInt8] = []
    private var isSkipping = false
    /// The lines that have ended.
    private(set) var lines = 0
    /// The lines that were too long.
    private(set) var skipped = 0

    init(splitsAtReturns: Bool = false) {
        self.splitsAtReturns = splitsAtReturns
    }

    /// Hands over each line without its end. Its bytes are only there during the call.
    mutating func consume<Failure: Error>(
        _ bytes: Span<UInt8>, _ body: (Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        var start = 0
        while let end = nextEnd(bytes, from: start) {
            lines += 1
            if isSkipping {
                isSkipping = false
                skipped += 1
            } else if carried.isEmpty {
                try body(bytes.extracting(start..<trimmed(bytes, start, end)))
            } else {
                carry(bytes, start, end)
                let line = carried
                carried.removeAll(keepingCapacity: true)
                let text = line.span
                try body(text.extracting(0..<trimmed(text, 0, line.count)))
            }
            start = end + 1
        }
        carry(bytes, start, bytes.count)
    }

    /// Hands over what stands behind the last line's end.
    mutating func finish<Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        let line = carried
        carried = []
        guard !line.isEmpty, !isSkipping else { return }
        lines += 1
        let text = line.span
        try body(text.extracting(0..<trimmed(text, 0, line.count)))
    }

    private mutating func carry(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) {
        guard !isSkipping else { return }
        guard carried.count + end - start <= Self.longest else {
            isSkipping = true
            carried.removeAll()
            return
        }
        carried.append(contentsOf: bytes.extracting(start..<end))
    }

    private func nextEnd(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        guard start < bytes.count else { return nil }
        return bytes.withUnsafeBufferPointer { buffer -> Int? in
            guard let base = UnsafeRawPointer(buffer.baseAddress) else { return nil }
            var reach = buffer.count - start
            let feed = memchr(base + start, 0x0A, reach).map { UnsafeRawPointer($0) - base }
            guard splitsAtReturns else { return feed }
            if let feed { reach = feed - start }
            let back = memchr(base + start, 0x0D, reach).map { UnsafeRawPointer($0) - base }
            return back ?? feed
        }
    }

    /// The end of a line without the carriage return of Windows.
    private func trimmed(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        end > start && bytes[end - 1] == 0x0D ? end - 1 : end
    }
}
