import BallastCore
import BallastEvents

/// Reads what a training program printed: progress bars, tables of `key: value`, sentences.
struct TextLogParser: LogParser {
    private var splitter = LineSplitter(splitsAtReturns: true)
    private var cleaned: [UInt8] = []
    private var epoch: Double?
    /// The part of a run that the line before was a heading for.
    private var heading: RowSplit?
    /// Where a name of a line, in a part of the run, is kept.
    private var places: [Name: Int?] = [:]
    private var words = TextWords()
    private var repeated: [Int: Double] = [:]

    private static let mostNames = 50_000

    private struct Name: Hashable {
        let phrase: [Int]
        let part: RowSplit?
    }

    mutating func consume(_ bytes: Span<UInt8>, into table: inout ColumnTable) {
        var splitter = LineSplitter()
        swap(&splitter, &self.splitter)
        splitter.consume(bytes) { read($0, &table) }
        self.splitter = splitter
    }

    mutating func finish(into table: inout ColumnTable) {
        var splitter = LineSplitter()
        swap(&splitter, &self.splitter)
        splitter.finish { read($0, &table) }
    }

    private mutating func read(_ bytes: Span<UInt8>, _ table: inout ColumnTable) {
        if clean(bytes) {
            let line = cleaned
            readClean(line.span, &table)
        } else {
            readClean(bytes, &table)
        }
    }

    private mutating func readClean(_ text: Span<UInt8>, _ table: inout ColumnTable) {
        var start = 0
        while start < text.count, text[start] <= 0x20 { start += 1 }
        guard start < text.count else { return }
        let line = TextLine(text.extracting(start...), part: heading, &words)
        heading = line.fields.isEmpty && line.hasWords && line.bar == nil ? line.part : nil
        guard !line.fields.isEmpty else { return }
        if text[start] == UInt8(ascii: "{") { table.printsDictionaries = true }
        take(line, isBar: line.bar != nil && !line.countsSamples, &table)
    }

    /// Takes out the colours and the backspaces of terminals.
    ///
    /// - Returns: false where there are none, and the line is clean as it is.
    private mutating func clean(_ bytes: Span<UInt8>) -> Bool {
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

    private mutating func take(_ line: TextLine, isBar: Bool, _ table: inout ColumnTable) {
        var total: Double?
        var kept: [(place: Int, value: Double)] = []
        if let place = line.place {
            epoch = place.epoch
            if let batch = Int(exactly: place.batch) { table.setStep(batch, rank: 3) }
        }
        for field in line.fields {
            guard let place = place(of: field.phrase, field.part, &table) else { continue }
            switch table.columns[place].role {
            case .epoch:
                epoch = field.value
                if let total = field.total, total >= 1, total < Double(RowClock.mostSteps),
                    field.value >= 0, field.value <= total
                {
                    table.epochs = (reached: Int(field.value), planned: Int(total))
                }
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
            takeKerasBar(bar, kept, &table)
        } else {
            if isBar, let bar = line.bar {
                if line.part == nil || line.part == .train {
                    total = bar.total
                    if let step = Int(exactly: bar.done) { table.setStep(step, rank: 3) }
                }
                dropRepeated(&kept, table)
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
        _ bar: (done: Double, total: Double), _ kept: [(place: Int, value: Double)],
        _ table: inout ColumnTable
    ) {
        table.framework = .keras
        table.stepsAreEpochs = true
        let step = epoch.flatMap { Int(exactly: $0) } ?? 0
        for (place, value) in kept where bar.done >= bar.total || !value.isFinite {
            table.point(place, step: step, value: value)
        }
    }

    /// Bars show the last validation over and over.
    private mutating func dropRepeated(
        _ kept: inout [(place: Int, value: Double)], _ table: ColumnTable
    ) {
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
    private mutating func place(
        of phrase: [Int], _ part: RowSplit?, _ table: inout ColumnTable
    ) -> Int? {
        let key = Name(phrase: phrase, part: part)
        if let place = places[key] { return place }
        guard places.count < Self.mostNames else { return nil }
        let place = table.column(named: full(words.text(phrase), part))
        places[key] = place
        return place
    }

    private func full(_ name: String, _ part: RowSplit?) -> String {
        let plain = ColumnName(name)
        guard let part, !plain.words.contains(where: { RowSplit(word: $0) != nil }),
            case .channel(let channel, _) = ColumnRules.role(of: plain),
            channel == .trainLoss || channel == .trainAccuracy
        else { return name }
        return "\(part.rawValue) \(name)"
    }
}
