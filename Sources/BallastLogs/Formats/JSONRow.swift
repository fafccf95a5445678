/// The numbers of one JSON object, those of inner objects under `outer/inner`.
///
/// Reads what Python writes, with its bare `NaN` and `Infinity`, and numbers in strings, as others
/// write those. Of a list the first number counts: mmengine lists the rates of all groups.
struct JSONRow {
    enum Value {
        case number(Double)
        case null
    }

    /// The names, one behind the other.
    private(set) var names: [UInt8] = []
    private(set) var fields: [(name: Range<Int>, value: Value)] = []
    private(set) var split: RowSplit?

    mutating func removeAll() {
        names.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
        split = nil
    }

    mutating func add(_ name: some Sequence<UInt8>, _ value: Value) {
        let start = names.count
        names.append(contentsOf: name)
        fields.append((start..<names.count, value))
    }

    /// A text that may be a number, or tell the part of the run.
    mutating func add(_ name: [UInt8], text: Span<UInt8>) {
        switch NumberText.cell(text, 0..<text.count) {
        case .value(let value): add(name, .number(value))
        case .absent(inWords: true): add(name, .null)
        case .absent, .other:
            guard text.count <= 12, RowSplit.isName(String(decoding: name, as: UTF8.self)) else {
                return
            }
            split = RowSplit(word: text.text(0..<text.count)) ?? split
        }
    }
}
