/// A named number of a printed line.
struct TextField: Equatable {
    var name: String
    var value: Double
    /// The `391` of `100/391`.
    var total: Double?
    var isPercent = false
    /// The part of the run that was named before it, or in its name.
    var part: RowSplit?
}
