/// Finds the word that was probably meant.
public enum Spelling {
    /// The candidate with the smallest edit distance to `word`, or nil when none is near: more than
    /// two edits and more than a third of the word away.
    public static func nearest(to word: String, in candidates: [String]) -> String? {
        let target = plain(word)
        let ranked = candidates.map { (distance(target, plain($0)), $0) }
        guard let best = ranked.min(by: { $0.0 < $1.0 }) else { return nil }
        let limit = max(min(2, target.count - 1), target.count / 3)
        return best.0 <= limit ? best.1 : nil
    }

    /// The word in small letters without dashes and underscores.
    static func plain(_ word: String) -> String {
        word.lowercased().filter { $0 != "-" && $0 != "_" }
    }

    /// Levenshtein's distance: the fewest insertions, deletions and replacements.
    static func distance(_ first: String, _ second: String) -> Int {
        let first = Array(first)
        let second = Array(second)
        var previous = Array(0...second.count)
        for (row, letter) in first.enumerated() {
            var current = [row + 1]
            for (column, other) in second.enumerated() {
                let replaced = previous[column] + (letter == other ? 0 : 1)
                current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[second.count]
    }
}
