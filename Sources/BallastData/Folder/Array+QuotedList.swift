extension [String] {
    /// The first few in quotation marks, and how many more there are.
    var quotedList: String {
        let shown = prefix(5).map { "'\($0)'" }.joined(separator: ", ")
        return count > 5 ? "\(shown) and \(count - 5) more" : shown
    }
}
