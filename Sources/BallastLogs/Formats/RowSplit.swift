/// The part of a run that a row is about, where a cell of its own says so: `"mode": "val"`.
enum RowSplit: String {
    case train, val, test

    /// Whether a column of this name tells the part.
    static func isName(_ name: String) -> Bool {
        ["mode", "phase", "split", "stage", "subset"].contains(name.lowercased())
    }

    init?(word: String) {
        switch word.lowercased() {
        case "train", "training", "tr", "trn": self = .train
        case "val", "valid", "validation", "eval", "evaluation", "dev": self = .val
        case "test", "testing": self = .test
        default: return nil
        }
    }
}
