/// The words that the lines of a log are made of, each looked at once.
struct TextWords {
    private var names = NameTable()
    private var words: [TextWord] = []

    /// More words are data. They are one word to the reader.
    private static let most = 20_000

    init() {
        _ = names.add([0])
        words.append(TextWord("…"))
    }

    subscript(index: Int) -> TextWord { words[index] }

    /// The number of a word.
    mutating func index(of word: Span<UInt8>) -> Int {
        if let known = names.find(word) { return known }
        guard words.count < Self.most else { return 0 }
        words.append(TextWord(word.text(0..<word.count)))
        return names.add([UInt8](word))
    }

    /// The words of a phrase, with spaces between them.
    func text(_ phrase: [Int]) -> String {
        phrase.map { words[$0].text }.joined(separator: " ")
    }
}
