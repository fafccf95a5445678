import BallastCore
import BallastData

extension DatasetParts {
    /// What a person should know about files that are not used.
    var sentences: [String] {
        var sentences = notes
        if let first = skipped.first {
            sentences.append(
                "\(skipped.count) \(skipped.count == 1 ? "file" : "files") of \(spec) left out, "
                    + "since not decodable (run.json lists all): \(first.file): \(first.reason)")
        }
        if ignoredFiles > 0 {
            sentences.append(
                "\(ignoredFiles) \(ignoredFiles == 1 ? "file" : "files") of \(spec) not used, "
                    + "since no image")
        }
        return sentences
    }
}
