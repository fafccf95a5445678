import BallastEvents

/// Reads the lines of a journal that come a thousand times as often as others, those of steps,
/// validations and layers, without building what a decoder of any JSON builds.
///
/// It knows the fields in the sorted order in which journals are written. A line of any other form
/// is left to that decoder, which also says what is wrong with it.
struct EventLineReader {
    /// The fields in the order of their names.
    private enum Key: Int, CaseIterable {
        case accuracy, batch, batches, committed, epoch, gradientNorm, kind, labelCounts, layers
        case learningRate, loss, mode, momentum, part, samples, schema, seconds, step, time
        case topKAccuracy, updateRatio, worstShare
    }

    /// The kinds of lines, in the order of their names.
    private enum Kind: Int, CaseIterable {
        case layers, step, validation
    }

    private let keys = FieldNames(Key.allCases.map { "\($0)" })
    private let kinds = FieldNames(Kind.allCases.map { "\($0)" })
    private var layerReader = LayerProbeReader()
    // What the line at hand says. A field counts where it was seen.
    private var seen = FieldSet()
    private var numbers = [Double](repeating: 0, count: Key.allCases.count)
    private var isCommitted = false
    private var batch: BatchIdentity?
    private var counts: [Int] = []
    private var layers: [LayerProbe] = []
    private var kind = Kind.step
    private var mode = ""
    private var part = ""

    /// The event of a line without its end; nil where the line is of another form.
    mutating func event(_ bytes: Span<UInt8>) -> RunEvent? {
        seen = FieldSet()
        var fields = JSONFields(bytes)
        while let position = fields.next(of: keys, bytes) {
            guard let key = Key(rawValue: position), take(key, &fields, bytes) else { return nil }
            seen.insert(position)
        }
        guard fields.isWhole(bytes), holds(.schema), int(.schema) == RunEvent.schema,
            holds(.kind), holds(.time), let content
        else { return nil }
        return RunEvent(content, time: number(.time))
    }

    /// - Returns: false where the value is not of the form that is written.
    private mutating func take(
        _ key: Key, _ fields: inout JSONFields, _ bytes: Span<UInt8>
    ) -> Bool {
        switch key {
        case .kind: return Self.set(&kind, fields.word(of: kinds, bytes).flatMap(Kind.init))
        case .mode: return Self.set(&mode, fields.text(bytes))
        case .part: return Self.set(&part, fields.text(bytes))
        case .committed: return Self.set(&isCommitted, fields.flag(bytes))
        case .batch: return Self.set(&batch, BatchIdentity(&fields, bytes))
        case .labelCounts: return fields.integers(bytes, into: &counts)
        case .layers: return layerReader.read(&fields, bytes, into: &layers)
        default: return Self.set(&numbers[key.rawValue], fields.number(bytes))
        }
    }

    private static func set<Value>(_ place: inout Value, _ value: Value?) -> Bool {
        guard let value else { return false }
        place = value
        return true
    }

    private var content: RunEvent.Kind? {
        switch kind {
        case .step: stepRecord.map { .step($0) }
        case .validation: validationRecord.map { .validation($0) }
        case .layers:
            holds(.layers, .step)
                ? int(.step).map { .layers(LayerRecord(step: $0, layers: layers)) } : nil
        }
    }

    private var stepRecord: StepRecord? {
        guard
            holds(
                .accuracy, .committed, .epoch, .gradientNorm, .learningRate, .loss, .seconds, .step,
                .topKAccuracy),
            let step = int(.step), let epoch = int(.epoch)
        else { return nil }
        return StepRecord(
            step: step, epoch: epoch, loss: number(.loss), accuracy: number(.accuracy),
            topKAccuracy: number(.topKAccuracy), learningRate: number(.learningRate),
            gradientNorm: number(.gradientNorm), seconds: number(.seconds), committed: isCommitted,
            momentum: optional(.momentum), updateRatio: optional(.updateRatio),
            worstShare: optional(.worstShare), labelCounts: holds(.labelCounts) ? counts : nil,
            batch: holds(.batch) ? batch : nil)
    }

    private var validationRecord: ValidationRecord? {
        guard
            holds(
                .accuracy, .batches, .epoch, .loss, .mode, .part, .samples, .seconds, .step,
                .topKAccuracy),
            let mode = ValidationMode(rawValue: mode), let step = int(.step),
            let epoch = int(.epoch), let samples = int(.samples), let batches = int(.batches)
        else { return nil }
        return ValidationRecord(
            step: step, epoch: epoch, part: part, mode: mode, samples: samples, batches: batches,
            loss: number(.loss), accuracy: number(.accuracy), topKAccuracy: number(.topKAccuracy),
            seconds: number(.seconds))
    }

    private func holds(_ keys: Key...) -> Bool { keys.allSatisfy { seen.contains($0.rawValue) } }
    private func number(_ key: Key) -> Double { numbers[key.rawValue] }
    private func int(_ key: Key) -> Int? { Int(exactly: numbers[key.rawValue]) }
    private func optional(_ key: Key) -> Double? { holds(key) ? number(key) : nil }
}

extension BatchIdentity {
    private static let keys = FieldNames(["checksum", "epoch", "position"])

    /// Nil where the value that comes next is not of the form that is written.
    fileprivate init?(_ fields: inout JSONFields, _ bytes: Span<UInt8>) {
        var parts = fields.nested
        var (checksum, epoch, position): (UInt64?, Int?, Int?) = (nil, nil, nil)
        while let key = parts.next(of: Self.keys, bytes) {
            switch key {
            case 0: checksum = parts.hexadecimal(bytes)
            case 1: epoch = parts.number(bytes).flatMap { Int(exactly: $0) }
            default: position = parts.number(bytes).flatMap { Int(exactly: $0) }
            }
        }
        guard fields.end(parts), let checksum, let epoch, let position else { return nil }
        self.init(epoch: epoch, position: position, checksum: checksum)
    }
}
