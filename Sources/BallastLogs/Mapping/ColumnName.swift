/// The name of a column and the whole words in it.
struct ColumnName: Hashable, Sendable {
    /// As the log spells it.
    let text: String
    /// In lower case, in order.
    let words: [String]

    init(_ text: String) {
        self.text = text
        words = Self.words(of: text)
    }

    /// Words that are written together often enough.
    private static let compounds: [String: [String]] = [
        "trainloss": ["train", "loss"], "trainingloss": ["training", "loss"],
        "valloss": ["val", "loss"], "validloss": ["valid", "loss"],
        "validationloss": ["validation", "loss"], "evalloss": ["eval", "loss"],
        "testloss": ["test", "loss"], "totalloss": ["total", "loss"],
        "trainacc": ["train", "acc"], "valacc": ["val", "acc"], "testacc": ["test", "acc"],
        "trainaccuracy": ["train", "accuracy"], "valaccuracy": ["val", "accuracy"],
        "learningrate": ["learning", "rate"], "gradnorm": ["grad", "norm"],
        "gnorm": ["grad", "norm"], "globalstep": ["global", "step"],
        "lossscale": ["loss", "scale"],
        "crossentropy": ["cross", "entropy"],
    ]

    /// Cuts at every sign that is no letter or digit, and where a capital follows a small letter.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        func end() {
            guard !word.isEmpty else { return }
            let name = String(decoding: word, as: UTF8.self)
            words += compounds[name] ?? [name]
            word = []
        }
        var wasSmall = false
        for byte in text.utf8 {
            let isWord = NumberText.isWordByte(byte) && byte != UInt8(ascii: "_")
            let isCapital = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
            if !isWord || (isCapital && wasSmall) { end() }
            if isWord { word.append(NumberText.lowered(byte)) }
            wasSmall = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
        }
        end()
        return words
    }
}
