/// Takes integers and texts one after the other; `nil` where the bytes end too early.
struct FieldReader {
    private var rest: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) {
        rest = bytes
    }

    mutating func integer() -> Int? {
        guard rest.count >= 8 else { return nil }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(8)) }
        return Int(littleEndian: rest.loadUnaligned(as: Int.self))
    }

    mutating func integers(_ count: Int) -> [Int]? {
        var values: [Int] = []
        while values.count < count, let value = integer() { values.append(value) }
        return values.count == count ? values : nil
    }

    mutating func text() -> String? {
        guard let length = integer(), length >= 0, length <= rest.count else { return nil }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(length)) }
        return String(validating: rest.prefix(length), as: UTF8.self)
    }

    /// A number of elements and the elements, each of which takes at least a byte.
    mutating func list<Element>(_ element: (inout FieldReader) -> Element?) -> [Element]? {
        guard let count = integer(), count >= 0, count <= rest.count else { return nil }
        var elements: [Element] = []
        while elements.count < count, let next = element(&self) { elements.append(next) }
        return elements.count == count ? elements : nil
    }
}
