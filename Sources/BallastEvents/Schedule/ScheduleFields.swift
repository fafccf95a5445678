import BallastCore

/// The `key=value` pairs behind a schedule's name, read by type.
struct ScheduleFields {
    private let grammar: ScheduleGrammar
    private var values: [String: String] = [:]

    /// - Throws: ``BallastError`` for a malformed, unknown, doubled or missing key.
    init(_ text: Substring, of grammar: ScheduleGrammar) throws {
        self.grammar = grammar
        for pair in text.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = pair.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[1].isEmpty else {
                throw error("'\(pair)' is not key=value")
            }
            let key = String(parts[0])
            guard grammar.keys.contains(key) else {
                let near = Spelling.nearest(to: key, in: grammar.keys)
                let guess = near.map { "; did you mean '\($0)'?" } ?? ""
                throw error("\(grammar.rawValue) has no key '\(key)'\(guess)")
            }
            guard values.updateValue(String(parts[1]), forKey: key) == nil else {
                throw error("\(grammar.rawValue) has '\(key)' twice")
            }
        }
        try requireAll()
    }

    init(of grammar: ScheduleGrammar) throws {
        self.grammar = grammar
        try requireAll()
    }

    private func requireAll() throws {
        for key in grammar.required where values[key] == nil {
            throw error("\(grammar.rawValue) needs '\(key)='")
        }
    }

    func value<Value: LosslessStringConvertible>(_ key: String, else usual: Value) throws -> Value {
        try value(key) ?? usual
    }

    func value<Value: LosslessStringConvertible>(_ key: String) throws -> Value? {
        guard let text = values[key] else { return nil }
        guard let value = Value(text) else {
            throw error("'\(text)' cannot be read as \(grammar.rawValue)'s '\(key)'")
        }
        return value
    }

    func choice<Value: RawRepresentable & CaseIterable>(
        _ key: String, else usual: Value
    ) throws -> Value where Value.RawValue == String {
        guard let text = values[key] else { return usual }
        guard let value = Value(rawValue: text) else {
            let all = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw error("\(grammar.rawValue)'s '\(key)' is one of \(all), not '\(text)'")
        }
        return value
    }

    /// Integers with plus signs between them, such as `30+60`.
    func list(_ key: String) throws -> [Int] {
        let text = values[key] ?? ""
        return try text.split(separator: "+", omittingEmptySubsequences: false).map { item in
            guard let number = Int(item) else {
                throw error("'\(text)' is not a list such as 30+60")
            }
            return number
        }
    }

    private func error(_ what: String) -> BallastError {
        ScheduleSpec.error(what, mend: "write " + grammar.usage)
    }
}
