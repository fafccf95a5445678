import BallastCore

/// What follows the colon of a data specification, and the errors that name it.
struct SpecArguments {
    let dataset: String
    /// `nil` where there is no colon.
    let text: String?
    let option: String

    /// The parts between commas; `\,` is a comma within a part.
    ///
    /// - Throws: ``BallastError`` of kind `usage` for an empty part.
    func items() throws(BallastError) -> [String] {
        guard let text else { return [] }
        var items = [""]
        var isEscaped = false
        for character in text {
            if isEscaped, character != "," { items[items.count - 1].append("\\") }
            if character == ",", !isEscaped {
                items.append("")
            } else if character != "\\" {
                items[items.count - 1].append(character)
            }
            isEscaped = character == "\\"
        }
        if isEscaped { items[items.count - 1].append("\\") }
        guard items.allSatisfy({ !$0.isEmpty }) else {
            throw usage(
                "'\(dataset):\(text)' has an empty part",
                mend: "Leave out the colon, or separate the parts with single commas.")
        }
        return items
    }

    /// Hands each `key=value` of a list to a closure.
    ///
    /// - Parameters:
    ///   - known: every key that exists, and the values that it takes, in words.
    ///   - assign: returns `false` where the text is no value of the key.
    /// - Throws: ``BallastError`` of kind `usage` for anything else.
    func forEachSetting(
        of items: some Sequence<String>, known: [(key: String, domain: String)],
        assign: (_ key: String, _ value: String) -> Bool
    ) throws(BallastError) {
        var seen: Set<String> = []
        for item in items {
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let keys = known.map(\.key)
            guard pair.count == 2 else {
                throw usage(
                    "'\(item)' is not of the form key=value",
                    mend: "Known keys: \(keys.joined(separator: ", ")).")
            }
            let name = String(pair[0])
            guard let domain = known.first(where: { $0.key == name })?.domain else {
                throw usage(
                    "\(dataset) has no key '\(name)'",
                    mend: NameSuggestion.mend(for: name, among: keys, kind: "keys"))
            }
            guard seen.insert(name).inserted else {
                throw usage("the key '\(name)' is given twice", mend: "Give each key once.")
            }
            guard assign(name, String(pair[1])) else {
                throw usage(
                    "'\(pair[1])' is no value for \(dataset)'s key '\(name)'",
                    mend: "'\(name)' takes \(domain).")
            }
        }
    }

    /// Stores a value that could be parsed and is allowed.
    static func assign<Value>(
        _ parsed: Value?, to field: inout Value, where isAllowed: (Value) -> Bool
    ) -> Bool {
        guard let parsed, isAllowed(parsed) else { return false }
        field = parsed
        return true
    }

    func usage(_ what: String, mend: String) -> BallastError {
        BallastError(.usage, what, at: option, mend: mend)
    }
}
