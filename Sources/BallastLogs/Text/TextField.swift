/// A named number of a printed line.
struct TextField: Equatable {
    /// The words of its name, as their numbers among all words.
    var phrase: [Int]
    var value: Double
    /// The `391` of `100/391`.
    var total: Double?
    var isPercent = false
    /// The part of the run that was named before it, or in its name.
    var part: RowSplit?
}
