/// What a printed line says: named numbers, and where in the run it stands.
struct TextLine {
    private(set) var fields: [TextField] = []
    /// `100/391` without a name, as in progress bars.
    private(set) var bar: (done: Double, total: Double)?
    /// `[1, 2000]` at the beginning of the line: the epoch and the batch.
    private(set) var place: (epoch: Double, batch: Double)?
    /// Whether the line is a bar of Keras.
    private(set) var isKerasBar = false
    /// Whether the fraction counts samples: `[640/60000 (1%)]`.
    private(set) var countsSamples = false
    /// The part of the run that the line ends with; for a line that says nothing else, of the next.
    private(set) var part: RowSplit?
    private(set) var hasWords = false

    private var last: TextWord?
    private var beginsWithBar = false
    private var phrase: [Int] = []
    /// The part of the run that a word of the phrase names.
    private var phrasePart: RowSplit?
    private var hasSeparator = false
    private var tokens = 0
    /// The numbers in brackets at the beginning of the line, so far.
    private var bracket: [Double]?

    /// - Parameter part: what a line before this one was a heading for.
    init(_ bytes: Span<UInt8>, part: RowSplit?, _ words: inout TextWords) {
        self.part = part
        var all = TextTokens()
        var isAfterBar = false
        while let token = all.next(bytes) {
            tokens += 1
            guard tokens <= 400 else { return }
            switch token {
            case .word(let range):
                let index = words.index(of: bytes.extracting(range))
                take(index, words[index])
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

    // MARK: Words

    private mutating func take(_ index: Int, _ word: TextWord) {
        hasWords = true
        if hasSeparator { end() }
        if word.isNoise { return }
        if word.isBreak { return end() }
        if let own = word.part {
            if let last, last.isPosition {
                part = own
                return
            }
            phrasePart = own
        }
        if phrase.count < 8 {
            phrase.append(index)
            last = word
        }
    }

    private mutating func take(sign: UInt8) {
        switch sign {
        case UInt8(ascii: ":"), UInt8(ascii: "="):
            hasSeparator = !phrase.isEmpty
        case UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "]"), UInt8(ascii: ")"):
            if sign == UInt8(ascii: "["), tokens == 1 { bracket = [] }
            if sign == UInt8(ascii: "]"), let pair = bracket {
                if pair.count == 2 { place = (pair[0], pair[1]) }
                bracket = nil
            }
            if let last, last.isPosition { return }
            end()
        case UInt8(ascii: "#"), UInt8(ascii: "*"), UInt8(ascii: "<"), UInt8(ascii: ">"): break
        default: end()
        }
    }

    /// Ends a phrase that no number has followed; it may tell the part of the run.
    private mutating func end() {
        part = phrasePart ?? part
        clear()
    }

    private mutating func clear() {
        phrase.removeAll(keepingCapacity: true)
        hasSeparator = false
        last = nil
        phrasePart = nil
    }

    // MARK: Numbers

    private mutating func take(_ value: Double, total: Double?, _ isPercent: Bool) {
        defer { clear() }
        guard let last else {
            if let total, bar == nil {
                bar = (value, total)
                beginsWithBar = tokens == 1
            }
            bracket?.append(value)
            return
        }
        bracket = nil
        guard hasSeparator || last.isQuantity else { return end() }
        if let phrasePart, phrase.count > 1 { part = phrasePart }
        fields.append(
            TextField(
                phrase: phrase, value: value, total: total,
                isPercent: isPercent, part: part))
    }
}
