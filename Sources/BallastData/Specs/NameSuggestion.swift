/// Finds what a mistyped name was meant to be.
enum NameSuggestion {
    /// A sentence that names the nearest known name, if one is near, and lists all of them.
    static func mend(for typed: String, among known: [String], kind: String) -> String {
        let list = "Known \(kind): \(known.joined(separator: ", "))."
        guard let nearest = nearest(to: typed, among: known) else { return list }
        return "Did you mean '\(nearest)'? \(list)"
    }

    /// The known name within a third of the typed name's length, at least one edit.
    static func nearest(to typed: String, among known: [String]) -> String? {
        let limit = max(1, typed.count / 3)
        return known.map { (name: $0, distance: distance(typed, $0)) }
            .filter { $0.distance <= limit }
            .min { $0.distance < $1.distance }?
            .name
    }

    /// Insertions, deletions and replacements between two words, case aside (Levenshtein).
    private static func distance(_ first: String, _ second: String) -> Int {
        let target = Array(second.lowercased())
        var previous = Array(0...target.count)
        for (row, letter) in first.lowercased().enumerated() {
            var current = [row + 1]
            for column in target.indices {
                let replaced = previous[column] + (letter == target[column] ? 0 : 1)
                current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[target.count]
    }
}
