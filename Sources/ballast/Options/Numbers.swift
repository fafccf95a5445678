import ArgumentParser

/// Finite numbers with commas between them.
struct Numbers: Sendable {
    let values: [Double]

    /// - Throws: a validation error for anything else.
    init(_ text: String) throws {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        values = parts.compactMap { Double($0) }.filter(\.isFinite)
        guard values.count == parts.count else {
            throw ValidationError("'\(text)' is not a list of numbers such as 0.485,0.456,0.406")
        }
    }
}
