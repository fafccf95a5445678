/// What a file in a folder may be, by its name; the surer kinds come first.
enum LogFileKind: CaseIterable {
    case table, json, text

    /// Nil where nobody would look for a log.
    init?(name: String) {
        var name = name.lowercased()
        if name.hasSuffix(".gz") { name.removeLast(3) }
        let stem = name.split(separator: ".").first ?? ""
        let ending = name.split(separator: ".").dropFirst().last ?? ""
        switch ending {
        case "csv", "tsv": self = .table
        case "jsonl", "ndjson": self = .json
        case "json":
            let words = ["metric", "scalar", "history", "log", "trainer_state", "loss"]
            guard words.contains(where: stem.contains) || stem.allSatisfy(\.isTimeSign) else {
                return nil
            }
            self = .json
        case "log", "out", "stdout": self = .text
        case "txt":
            let words = ["log", "train", "out", "console", "loss"]
            guard words.contains(where: stem.contains) else { return nil }
            self = .text
        default: return nil
        }
    }
}

extension Character {
    /// Whether it can stand in a name that is a time, such as mmengine's `20240131_120000.json`.
    fileprivate var isTimeSign: Bool { isNumber || self == "_" || self == "-" }
}
