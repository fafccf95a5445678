/// The places of names, found by their bytes without a string for each lookup.
///
/// Logs repeat their keys in one order, so the name that followed last time is tried first.
struct NameTable {
    private var names: [[UInt8]] = []
    private var places: [[UInt8]: Int] = [:]
    /// What came after each name, the last time.
    private var following: [Int] = []
    private var last = -1

    var count: Int { names.count }

    /// The place of a name; nil where it is new.
    mutating func find(_ name: Span<UInt8>) -> Int? {
        if last >= 0, following[last] >= 0, Self.isSame(names[following[last]], name) {
            last = following[last]
            return last
        }
        guard let found = places[[UInt8](name)] else { return nil }
        follow(found)
        return found
    }

    /// - Precondition: the name is not there.
    mutating func add(_ name: [UInt8]) -> Int {
        let place = names.count
        names.append(name)
        following.append(-1)
        places[name] = place
        follow(place)
        return place
    }

    private mutating func follow(_ place: Int) {
        if last >= 0 { following[last] = place }
        last = place
    }

    private static func isSame(_ own: [UInt8], _ other: Span<UInt8>) -> Bool {
        guard own.count == other.count else { return false }
        for position in own.indices where own[position] != other[position] { return false }
        return true
    }
}
