/// What a printed line says: named numbers, and where in the run it stands.
struct TextLine {
    private(set) var fields: [TextField] = []
    /// `100/391` without a name, as in progress bars.
    private(set) var bar: (done: Double, total: Double)?
    /// Whether the line is a bar of Keras.
    private(set) var isKerasBar = false
    /// Whether the fraction counts samples: `[640/60000 (1%)]`.
    private(set) var countsSamples = false
    /// The part of the run that the line ends with; for a line that says nothing else, of the next.
    private(set) var part: RowSplit?
    private(set) var hasWords = false

    private var beginsWithBar = false
    private var phrase: [String] = []
    private var hasSeparator = false
    private var tokens = 0
    /// `[1, 2000]` at the beginning of the line.
    private var bracket: [Double]?

    init(_ bytes: Span<UInt8>, part: RowSplit?) {
        self.part = part
        var all = TextTokens()
        var isAfterBar = false
        while let token = all.next(bytes) {
            tokens += 1
            guard tokens <= 400 else { return }
            switch token {
            case .word(let range): take(word: Self.text(bytes, range))
            case .sign(let sign): take(sign: sign)
            case .number(let value, let isPercent):
                if isPercent, isAfterBar { countsSamples = true }
                take(value, total: nil, isPercent)
            case .fraction(let value, let total):
                isAfterBar = phrase.isEmpty
                take(value, total: total, false)
            }
        }
        end()
        isKerasBar = beginsWithBar && Self.kerasSigns.contains { Self.holds($0, bytes) }
    }

    /// What a bar of Keras has besides its fraction: the bar, or the time that it took.
    private static let kerasSigns = ["/step", "[=", "━", "ETA", "s - "].map { Array($0.utf8) }

    private static func holds(_ sign: [UInt8], _ bytes: Span<UInt8>) -> Bool {
        guard bytes.count >= sign.count else { return false }
        for start in 0...bytes.count - sign.count where bytes[start] == sign[0] {
            if sign.indices.allSatisfy({ bytes[start + $0] == sign[$0] }) { return true }
        }
        return false
    }

    private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(range.count)
        for position in range { text.append(bytes[position]) }
        return String(decoding: text, as: UTF8.self)
    }

    // MARK: Words

    private mutating func take(word: String) {
        hasWords = true
        if hasSeparator { end() }
        let low = word.lowercased()
        if TextVocabulary.isNoise(low) { return }
        if TextVocabulary.isBreak(low) { return end() }
        if let last = phrase.last, TextVocabulary.isPosition(last.lowercased()),
            let own = TextVocabulary.part(low)
        {
            part = own
            return
        }
        if phrase.count < 8 { phrase.append(word) }
    }

    private mutating func take(sign: UInt8) {
        switch sign {
        case UInt8(ascii: ":"), UInt8(ascii: "="):
            hasSeparator = !phrase.isEmpty
        case UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "]"), UInt8(ascii: ")"):
            if sign == UInt8(ascii: "["), tokens == 1 { bracket = [] }
            if sign == UInt8(ascii: "]"), let pair = bracket {
                if pair.count == 2 { place(pair[0], pair[1]) }
                bracket = nil
            }
            if let last = phrase.last, TextVocabulary.isPosition(last.lowercased()) { return }
            end()
        case UInt8(ascii: "#"), UInt8(ascii: "*"), UInt8(ascii: "<"), UInt8(ascii: ">"): break
        default: end()
        }
    }

    /// Ends a phrase that no number has followed; it may tell the part of the run.
    private mutating func end() {
        for word in phrase {
            if let own = TextVocabulary.part(word.lowercased()) { part = own }
        }
        phrase.removeAll(keepingCapacity: true)
        hasSeparator = false
    }

    // MARK: Numbers

    private mutating func take(_ value: Double, total: Double?, _ isPercent: Bool) {
        defer {
            phrase.removeAll(keepingCapacity: true)
            hasSeparator = false
        }
        guard let last = phrase.last else {
            if let total, bar == nil {
                bar = (value, total)
                beginsWithBar = tokens == 1
            }
            bracket?.append(value)
            return
        }
        bracket = nil
        guard hasSeparator || TextVocabulary.isQuantity(last.lowercased()) else { return end() }
        let own = phrase.lazy.compactMap { TextVocabulary.part($0.lowercased()) }.last
        if let own, phrase.count > 1 { part = own }
        fields.append(
            TextField(
                name: phrase.joined(separator: " "), value: value, total: total,
                isPercent: isPercent, part: part))
    }

    private mutating func place(_ epoch: Double, _ step: Double) {
        fields.append(TextField(name: "epoch", value: epoch))
        fields.append(TextField(name: "batch", value: step))
    }
}
