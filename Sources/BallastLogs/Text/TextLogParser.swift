import BallastCore
import BallastEvents

/// Reads what a training program printed: progress bars, tables of `key: value`, sentences.
final class TextLogParser: LogParser {
    private let table: ColumnTable
    private var splitter = LineSplitter(splitsAtReturns: true)
    private var cleaned: [UInt8] = []
    private var epoch: Double?
    /// The part of a run that the line before was a heading for.
    private var heading: RowSplit?
    /// Where a name of a line, in a part of the run, is kept.
    private var places: [String: Int?] = [:]
    private var repeated: [Int: Double] = [:]

    private static let mostNames = 50_000

    init(_ table: ColumnTable) {
        self.table = table
    }

    func consume(_ bytes: Span<UInt8>) {
        splitter.consume(bytes) { read($0) }
    }

    func finish() {
        splitter.finish { read($0) }
    }

    private func read(_ bytes: Span<UInt8>) {
        if clean(bytes) {
            let line = cleaned
            readClean(line.span)
        } else {
            readClean(bytes)
        }
    }

    private func readClean(_ text: Span<UInt8>) {
        var start = 0
        while start < text.count, text[start] <= 0x20 { start += 1 }
        guard start < text.count else { return }
        let line = TextLine(text.extracting(start..<text.count), part: heading)
        heading = line.fields.isEmpty && line.hasWords && line.bar == nil ? line.part : nil
        guard !line.fields.isEmpty else { return }
        if text[start] == UInt8(ascii: "{") { table.framework = .huggingface }
        take(line, isBar: line.bar != nil && !line.countsSamples)
    }

    /// Takes out the colours and the backspaces of terminals.
    ///
    /// - Returns: false where there are none, and the line is clean as it is.
    private func clean(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.contains(0x1B) || bytes.contains(0x08) else { return false }
        cleaned.removeAll(keepingCapacity: true)
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == 0x08 { continue }
            guard byte == 0x1B else {
                cleaned.append(byte)
                continue
            }
            guard position < bytes.count, bytes[position] == UInt8(ascii: "[") else { continue }
            position += 1
            while position < bytes.count, !(0x40...0x7E).contains(bytes[position]) { position += 1 }
            position += 1
        }
        return true
    }

    // MARK: Lines

    private func take(_ line: TextLine, isBar: Bool) {
        var total: Double?
        var kept: [(place: Int, value: Double)] = []
        for field in line.fields {
            guard let place = place(of: field.name, field.part) else { continue }
            switch table.columns[place].role {
            case .epoch: epoch = field.value
            case .step:
                // A validation counts its own batches.
                if field.total != nil, field.part == .val || field.part == .test { continue }
                total = field.total ?? total
                kept.append((place, field.value))
            case .channel(let channel, _):
                guard let value = Self.value(field, channel.isAccuracy) else { continue }
                kept.append((place, value))
            case .unsure, .test, .other: kept.append((place, field.value))
            }
        }
        if let bar = line.bar, line.isKerasBar {
            takeKerasBar(bar, kept)
        } else {
            if isBar, let bar = line.bar {
                if line.part == nil || line.part == .train {
                    total = bar.total
                    if let step = Int(exactly: bar.done) { table.setStep(step, rank: 3) }
                }
                dropRepeated(&kept)
            }
            for (place, value) in kept { table.set(place, value) }
            table.endRow(epoch: epoch, total: total.flatMap { Int(exactly: $0) })
        }
    }

    private static func value(_ field: TextField, _ isAccuracy: Bool) -> Double? {
        guard let total = field.total else {
            return field.isPercent ? field.value / 100 : field.value
        }
        return isAccuracy && total > 0 ? field.value / total : nil
    }

    /// The bars of Keras show the mean over the epoch so far; at its end it is the epoch's.
    private func takeKerasBar(
        _ bar: (done: Double, total: Double), _ kept: [(place: Int, value: Double)]
    ) {
        table.framework = .keras
        table.stepsAreEpochs = true
        let step = epoch.flatMap { Int(exactly: $0) } ?? 0
        for (place, value) in kept where bar.done >= bar.total || !value.isFinite {
            table.point(place, step: step, value: value)
        }
    }

    /// Bars show the last validation over and over.
    private func dropRepeated(_ kept: inout [(place: Int, value: Double)]) {
        kept.removeAll { place, value in
            guard case .channel(let channel, _) = table.columns[place].role,
                channel == .validationLoss || channel == .validationAccuracy
            else { return false }
            defer { repeated[place] = value }
            return repeated[place].map { $0 == value || ($0.isNaN && value.isNaN) } ?? false
        }
    }

    // MARK: Names

    /// The column of a name, which counts for the part of the run that was named before it.
    private func place(of name: String, _ part: RowSplit?) -> Int? {
        let key = part.map { "\($0.rawValue)\u{0}\(name)" } ?? name
        if let place = places[key] { return place }
        guard places.count < Self.mostNames else { return nil }
        let place = table.column(named: full(name, part))
        places[key] = place
        return place
    }

    private func full(_ name: String, _ part: RowSplit?) -> String {
        let plain = ColumnName(name)
        guard let part, !plain.words.contains(where: { TextVocabulary.part($0) != nil }),
            case .channel(let channel, _) = ColumnRules.role(of: plain),
            channel == .trainLoss || channel == .trainAccuracy
        else { return name }
        return "\(part.rawValue) \(name)"
    }
}
