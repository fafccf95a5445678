/// Running text, broken into lines at spaces.
public enum Paragraph {
    /// Lines of a program, moved to the right and otherwise as they are.
    public static func code(_ text: String, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
    }

    /// - Parameters:
    ///   - width: columns of a line, its indent included; a longer word stands alone.
    ///   - indent: spaces in front of every line but, with `bullet`, the first.
    ///   - bullet: what stands in the first line's indent.
    /// - Returns: lines, each with a line break.
    public static func text(
        _ sentence: String, width: Int, indent: Int = 0, bullet: String = ""
    ) -> String {
        let margin = String(repeating: " ", count: indent)
        let lead = bullet + String(repeating: " ", count: max(0, indent - bullet.displayWidth))
        return lines(sentence, width: width - indent).enumerated()
            .map { ($0.offset == 0 ? lead : margin) + $0.element + "\n" }.joined()
    }

    /// A heading: bold where colour is on.
    public static func heading(_ text: String, style: TerminalStyle) -> String {
        lines(text, width: style.width).map { style.colored($0, .bold) + "\n" }.joined()
    }

    /// A shell command as it can be typed, whose later lines are further to the right.
    ///
    /// - Returns: lines, each with a line break, and all but the last with a backslash before it.
    public static func command(_ command: String, width: Int, indent: Int = 2) -> String {
        let margin = String(repeating: " ", count: indent)
        let whole = margin + command
        guard whole.displayWidth > width else { return whole + "\n" }
        // A quoted word may hold spaces, at which no line can be broken.
        guard !command.contains(where: { $0 == "'" || $0 == "\"" }) else { return whole + "\n" }
        let parts = lines(command, width: width - indent - 6)
        return parts.enumerated().map { index, part in
            let isLast = index == parts.count - 1
            return margin + (index == 0 ? "" : "    ") + part + (isLast ? "\n" : " \\\n")
        }.joined()
    }

    /// The words of a text; a per cent sign stays with its number.
    private static func words(_ text: String) -> [String] {
        text.split(separator: " ").reduce(into: []) { words, part in
            if part.hasPrefix("%"), let number = words.popLast() {
                words.append("\(number) \(part)")
            } else {
                words.append(String(part))
            }
        }
    }

    /// The words of a text on lines of at most `width` columns; a longer word stands alone.
    static func lines(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var taken = 0
        for word in words(text) {
            let columns = word.displayWidth
            if !line.isEmpty && taken + 1 + columns > width {
                lines.append(line)
                (line, taken) = ("", 0)
            }
            taken += columns + (line.isEmpty ? 0 : 1)
            line += line.isEmpty ? word : " \(word)"
        }
        return lines + [line]
    }
}
