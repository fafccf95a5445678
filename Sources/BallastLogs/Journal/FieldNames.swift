/// The names of an object's fields in sorted order, as bytes in one piece.
struct FieldNames: Sendable {
    private let bytes: [UInt8]
    /// Where each name begins in ``bytes``, and where the last one ends.
    private let starts: [Int]

    /// - Precondition: the names are sorted.
    init(_ names: [String]) {
        precondition(names == names.sorted(), "the names are not sorted")
        bytes = names.flatMap { Array($0.utf8) }
        starts = names.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.utf8.count) }
    }

    /// The position of the name in a range of bytes, where it is one of those from a position on.
    func position(of name: Range<Int>, in text: Span<UInt8>, from first: Int) -> Int? {
        var position = first
        while position < starts.count - 1 {
            if isName(position, name, text) { return position }
            position += 1
        }
        return nil
    }

    private func isName(_ position: Int, _ name: Range<Int>, _ text: Span<UInt8>) -> Bool {
        let start = starts[position]
        guard name.count == starts[position + 1] - start else { return false }
        for offset in 0..<name.count
        where bytes[start + offset] != text[name.lowerBound + offset] { return false }
        return true
    }
}
