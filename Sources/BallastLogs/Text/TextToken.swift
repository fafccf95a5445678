/// A piece of a printed line.
enum TextToken: Equatable {
    case word(Range<Int>)
    /// A number, and whether a percent sign follows it.
    case number(Double, isPercent: Bool)
    /// `100/391`.
    case fraction(Double, of: Double)
    case sign(UInt8)
}
