/// A point that has come since the last look.
struct FreshPoint {
    let column: Int
    let step: Int
    let value: Double
}
