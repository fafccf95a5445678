import BallastCore

/// Tells from the beginning of a file how to read it; its name decides only where that leaves
/// several ways.
struct FormatDetector {
    private let path: String
    /// Whether the beginning is the whole file, and no more will come.
    private let isWhole: Bool
    private let name: String

    init(_ path: String, isWhole: Bool) {
        self.path = path
        self.isWhole = isWhole
        var name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
        if name.hasSuffix(".gz") { name.removeLast(3) }
        self.name = name
    }

    /// - Returns: nil where too little is there to tell.
    /// - Throws: ``BallastError`` of kind `badInput` for what is no log.
    func contents(_ bytes: Span<UInt8>) throws(BallastError) -> FileContents? {
        if TensorBoardParser.isBeginning(bytes) { return .tensorboard }
        if EventFolders.isEventFile(name) {
            guard bytes.count < 12 else {
                throw refusal("this is no event file: its first record is damaged")
            }
            return isWhole ? .tensorboard : nil
        }
        try refuseBinary(bytes)
        var start = 0
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { start = 3 }
        while start < bytes.count, bytes[start] <= 0x20 { start += 1 }
        guard start < bytes.count else { return nil }
        if let json = json(bytes, start) { return json }
        guard isWhole || bytes.contains(0x0A) || bytes.contains(0x0D) else {
            return bytes.count < 1 << 16 ? nil : .text
        }
        let sample = TableSample(bytes, isWhole: isWhole)
        if let delimiter = sample.delimiter(isTableByName: isTableByName) {
            // Not before a second line decides between a header and a sentence.
            return sample.rows > 0 || isWhole || isTableByName ? .delimited(delimiter) : nil
        }
        return .text
    }

    private var isTableByName: Bool { name.hasSuffix(".csv") || name.hasSuffix(".tsv") }

    // MARK: JSON

    private func json(_ bytes: Span<UInt8>, _ start: Int) -> FileContents? {
        var inner = JSONScanner(start..<bytes.count)
        if inner.take("[", bytes) {
            return inner.peek(bytes) == UInt8(ascii: "{") ? .jsonDocument : nil
        }
        guard inner.take("{", bytes) else { return nil }
        guard let sign = inner.peek(bytes), sign == UInt8(ascii: "\"") || sign == UInt8(ascii: "}")
        else { return nil }
        var lineEnd = start
        while lineEnd < bytes.count, bytes[lineEnd] != 0x0A { lineEnd += 1 }
        var line = JSONScanner(start..<lineEnd)
        guard line.skip(bytes), line.peek(bytes) == nil else { return .jsonDocument }
        if Self.holds("\"schema\"", bytes, start..<lineEnd), name == "events.jsonl" {
            return .ballastEvents
        }
        var next = JSONScanner(lineEnd..<bytes.count)
        if next.peek(bytes) != nil { return .jsonLines }
        // One object: a document where it has lists of several elements.
        let isDocument =
            Self.holds("\"log_history\"", bytes, start..<lineEnd)
            || (name.hasSuffix(".json") && Self.holds("[", bytes, start..<lineEnd))
        return isDocument ? .jsonDocument : .jsonLines
    }

    private static func holds(
        _ text: StaticString, _ bytes: Span<UInt8>, _ range: Range<Int>
    ) -> Bool {
        let count = text.utf8CodeUnitCount
        guard range.count >= count else { return false }
        return text.withUTF8Buffer { letters in
            (range.lowerBound...range.upperBound - count).contains { start in
                (0..<count).allSatisfy { bytes[start + $0] == letters[$0] }
            }
        }
    }

    // MARK: What is no log

    private static let magics: [(bytes: [UInt8], what: String, mend: String)] = [
        (
            Array(":W&B".utf8), "this is the store of Weights & Biases, not an export",
            "Export the history: wandb.Api().run(…).history().to_csv(…)."
        ),
        (
            Array("PK\u{3}\u{4}".utf8), "this is a zip archive or a checkpoint",
            "Name the log in it."
        ),
        (Array("SQLite format 3".utf8), "this is an SQLite data base", "Export it as CSV."),
        (
            [0x89, 0x48, 0x44, 0x46], "this is an HDF5 file, such as a model of Keras",
            "Name the log."
        ),
        ([0xFF, 0xFE], "the text is UTF-16", "Convert it: iconv -f UTF-16 -t UTF-8."),
        ([0xFE, 0xFF], "the text is UTF-16", "Convert it: iconv -f UTF-16 -t UTF-8."),
        ([0x28, 0xB5, 0x2F, 0xFD], "the file is compressed with zstd", "Unpack it first."),
        (Array("BZh".utf8), "the file is compressed with bzip2", "Unpack it first."),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "the file is compressed with xz", "Unpack it first."),
    ]

    private func refuseBinary(_ bytes: Span<UInt8>) throws(BallastError) {
        for magic in Self.magics where bytes.count >= magic.bytes.count {
            let isSame = magic.bytes.indices.allSatisfy { bytes[$0] == magic.bytes[$0] }
            if isSame {
                throw BallastError(.badInput, magic.what, at: path, mend: magic.mend)
            }
        }
        let looked = min(bytes.count, 4096)
        var odd = 0
        for position in 0..<looked {
            let byte = bytes[position]
            if byte < 0x20, byte != 0x1B, !(0x08...0x0D).contains(byte) { odd += 1 }
        }
        if odd * 16 > looked { throw refusal("this is binary data, and no format that is known") }
    }

    private func refusal(_ what: String) -> BallastError {
        BallastError(
            .badInput, what, at: path,
            mend: "Name an event file, a CSV, JSON or text log, or a folder of such.")
    }
}
