import BallastCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One file of a log: what of it was read, and what has come since.
final class FileTail {
    private let part: LogSource.Part
    private let options: LogOptions
    private var parser: (any LogParser)?
    private(set) var contents: FileContents?
    /// What came before the format could be told.
    private var undecided: [UInt8] = []
    private var offset = 0
    private var state = FileState()
    /// The first bytes of the file, by which one that was written anew is known.
    private var beginning: [UInt8] = []
    /// Whether the last look ended before the end of the file.
    private(set) var isBehind = false

    private static let beginningCount = 256
    private static let sampleCount = 1 << 16

    init(_ part: LogSource.Part, _ options: LogOptions) {
        self.part = part
        self.options = options
    }

    /// Reads the file to its end, and what is not finished there, too.
    ///
    /// - Throws: ``BallastError`` of kind `notFound` or `badInput`.
    func readWhole(into table: inout ColumnTable) throws(BallastError) {
        var budget = Int.max
        try readOn(&table, &budget)
        if parser == nil { try decide(isWhole: true, &table) }
        try parser?.finish(into: &table)
        undecided = []
    }

    /// Reads bytes as the whole file, handed over in pieces as those of a file would be.
    ///
    /// - Throws: ``BallastError`` of kind `badInput`.
    func readWhole(
        _ bytes: [UInt8], piece: Int, into table: inout ColumnTable
    ) throws(BallastError) {
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + piece)
            try consume(bytes.span.extracting(start..<end), &table)
            start = end
        }
        if parser == nil { try decide(isWhole: true, &table) }
        try parser?.finish(into: &table)
    }

    /// Reads what was written since the last time.
    ///
    /// - Parameter budget: the bytes that may be read, but that a compressed file is read whole;
    ///   those that were are taken from it.
    /// - Returns: whether anything was.
    /// - Throws: ``BallastError`` of kind `badInput` for what is no log. A file that is not there
    ///   is no fault: it may be about to be replaced.
    func poll(
        into table: inout ColumnTable, budget: inout Int
    ) throws(BallastError) -> Bool {
        let now = FileState(part.path)
        guard now.exists, now != state || contents == nil || isBehind else { return false }
        if state.exists, now.isOther(than: state) || now.size < offset || hasNewBeginning() {
            restart(&table)
        }
        if contents == .jsonDocument, state.exists, !isBehind { restart(&table) }
        let before = offset
        try readOn(&table, &budget)
        state = now
        guard contents == .jsonDocument, !isBehind else { return offset != before }
        do {
            try parser?.finish(into: &table)
        } catch {
            // It is being written; the next look finds it whole.
        }
        return true
    }

    /// Begins again, since the file was cut, replaced or written anew.
    private func restart(_ table: inout ColumnTable) {
        parser = nil
        contents = nil
        offset = 0
        undecided = []
        beginning = []
        isBehind = false
        table.rereads += 1
        table.forgetUncounted()
    }

    private func hasNewBeginning() -> Bool {
        guard !beginning.isEmpty else { return false }
        let descriptor = open(part.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var now = [UInt8](repeating: 0, count: beginning.count)
        return pread(descriptor, &now, now.count, 0) == now.count && now != beginning
    }

    private func readOn(
        _ table: inout ColumnTable, _ budget: inout Int
    ) throws(BallastError) {
        isBehind = false
        var file = try LogFile(part.path, from: offset, options)
        if file.isCompressed, offset > 0 { return }
        if part.metric != nil, parser == nil { take(.mlflowMetric) }
        var buffer = [UInt8](repeating: 0, count: file.chunk)
        while true {
            guard budget > 0 || file.isCompressed else {
                isBehind = true
                return
            }
            let count = try file.read(into: &buffer)
            guard count > 0 else { return }
            budget -= count
            if beginning.count < Self.beginningCount, !file.isCompressed {
                beginning += buffer[..<min(count, Self.beginningCount - beginning.count)]
            }
            offset += count
            try consume(buffer.span.extracting(0..<count), &table)
        }
    }

    private func consume(
        _ bytes: Span<UInt8>, _ table: inout ColumnTable
    ) throws(BallastError) {
        if parser != nil {
            try parser?.consume(bytes, into: &table)
            return
        }
        undecided.append(contentsOf: bytes)
        try decide(isWhole: false, &table)
    }

    /// Tells the format from what is there, where that is enough.
    private func decide(
        isWhole: Bool, _ table: inout ColumnTable
    ) throws(BallastError) {
        let sample = undecided[..<min(undecided.count, Self.sampleCount)]
        let detector = FormatDetector(part.path, isWhole: isWhole)
        guard let contents = try detector.contents(Array(sample).span) else { return }
        take(contents)
        let all = undecided
        undecided = []
        try parser?.consume(all.span, into: &table)
    }

    private func take(_ new: FileContents) {
        contents = new
        let path = part.path
        switch new {
        case .tensorboard:
            parser = TensorBoardParser(path: path, prefix: part.prefix)
        case .delimited(let sign):
            parser = DelimitedParser(path: path, delimiter: sign)
        case .jsonLines, .ballastEvents: parser = JSONLinesParser(path: path)
        case .jsonDocument: parser = JSONDocumentParser(path: path)
        case .text: parser = TextLogParser()
        case .mlflowMetric:
            parser = MLflowMetricParser(path: path, name: part.metric ?? "")
        }
    }
}
