/// Running text, broken into lines at spaces.
enum Paragraph {
    /// Lines of a program, moved to the right and otherwise as they are.
    static func code(_ text: String, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
    }

    /// - Parameters:
    ///   - width: columns of a line, its indent included; a longer word stands alone.
    ///   - indent: spaces in front of every line but, with `bullet`, the first.
    ///   - bullet: what stands in the first line's indent.
    static func text(_ sentence: String, width: Int, indent: Int = 0, bullet: String = "") -> String
    {
        let margin = String(repeating: " ", count: indent)
        let lead = bullet + String(repeating: " ", count: max(0, indent - bullet.count))
        var lines: [String] = []
        var line = ""
        for word in sentence.split(separator: " ") {
            if !line.isEmpty && indent + line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? "\(word)" : " \(word)"
        }
        lines.append(line)
        return lines.enumerated().map { ($0.offset == 0 ? lead : margin) + $0.element + "\n" }
            .joined()
    }
}
