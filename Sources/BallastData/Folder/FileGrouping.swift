import BallastCore

/// Tells by their names which files show the same subject.
struct FileGrouping {
    private let pattern: String

    /// - Parameter pattern: a regular expression, as ``FolderRecipe/group``.
    init(_ pattern: String) {
        self.pattern = pattern
    }

    /// A number for each file; the same for files with the same first capture, whatever their
    /// class.
    ///
    /// - Throws: ``BallastError`` of kind `usage` where the pattern does not match a name.
    func groups(of files: [FolderFile]) throws(BallastError) -> [Int] {
        guard let expression = try? Regex(pattern) else {
            throw BallastError(
                .usage, "'\(pattern)' is no regular expression", at: "--data",
                mend: "Write one such as ^[^_]+ for what stands before '_'.")
        }
        var numbers: [Substring: Int] = [:]
        var groups: [Int] = []
        for file in files {
            guard let match = try? expression.firstMatch(in: file.pathInClass) else {
                throw BallastError(
                    .usage, "the pattern '\(pattern)' does not match '\(file.pathInClass)'",
                    at: "--data", mend: "Every file needs a group: choose a wider pattern.")
            }
            let output = match.output
            let key =
                (output.count > 1 ? output[1].substring : nil) ?? file.pathInClass[match.range]
            let number = numbers[key] ?? numbers.count
            numbers[key] = number
            groups.append(number)
        }
        return groups
    }
}
