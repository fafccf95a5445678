/// Which of up to 64 fields were seen.
struct FieldSet {
    private var bits: UInt64 = 0

    mutating func insert(_ position: Int) { bits |= 1 << UInt64(position) }
    func contains(_ position: Int) -> Bool { bits >> UInt64(position) & 1 == 1 }
}
