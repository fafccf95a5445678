/// The keys of runs in what a server sends.
enum Keys {
    static func all(in text: String) -> [String] {
        text.matches(of: /href="\/run\/([0-9a-f]{16})"/).map { String($0.output.1) }
    }
}
