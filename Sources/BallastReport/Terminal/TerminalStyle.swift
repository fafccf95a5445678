import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the place that text goes to can show.
public struct TerminalStyle: Hashable, Sendable {
    /// A terminal on which a line can be rewritten, rather than a file or a pipe.
    public let isTerminal: Bool
    public let usesColor: Bool
    /// Whether braille and block characters can be shown; else ASCII.
    public let usesUnicode: Bool
    /// Columns.
    public let width: Int
    /// Rows.
    public let height: Int

    public init(
        isTerminal: Bool, usesColor: Bool, usesUnicode: Bool, width: Int = 80, height: Int = 24
    ) {
        self.isTerminal = isTerminal
        self.usesColor = usesColor
        self.usesUnicode = usesUnicode
        self.width = width
        self.height = height
    }

    /// Columns for running text and charts: the width, but no more than can be read at ease.
    public var textWidth: Int { min(max(width, 40), 96) }

    /// Neither colour nor rewriting, but Unicode: what goes to a file.
    public static let plain = TerminalStyle(isTerminal: false, usesColor: false, usesUnicode: true)

    /// Decides from the environment: `NO_COLOR` (any value) and `TERM=dumb` turn colour off, the
    /// locale decides on Unicode, `COLUMNS` on the width where the terminal does not tell it.
    public init(
        isTerminal: Bool, environment: [String: String], terminalWidth: Int? = nil,
        terminalHeight: Int? = nil
    ) {
        let isDumb = environment["TERM"] == "dumb"
        let refusesColor = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        let locale =
            ["LC_ALL", "LC_CTYPE", "LANG"]
            .compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let encoding = locale.lowercased()
        self.init(
            isTerminal: isTerminal && !isDumb,
            usesColor: isTerminal && !isDumb && !refusesColor,
            usesUnicode: encoding.contains("utf-8") || encoding.contains("utf8"),
            width: terminalWidth ?? environment["COLUMNS"].flatMap { Int($0) } ?? 80,
            height: terminalHeight ?? 24)
    }

    /// The style of an open file, such as standard error (2).
    public static func detected(fileDescriptor: Int32) -> TerminalStyle {
        var size = winsize()
        let known = ioctl(fileDescriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return TerminalStyle(
            isTerminal: isatty(fileDescriptor) == 1,
            environment: ProcessInfo.processInfo.environment,
            terminalWidth: known ? Int(size.ws_col) : nil,
            terminalHeight: known && size.ws_row > 0 ? Int(size.ws_row) : nil)
    }

    /// The text in a colour, or as it is where colour is off.
    public func colored(_ text: String, _ color: TerminalColor) -> String {
        usesColor ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// A message as one or more lines, each with a line break: broken where a terminal is too
    /// narrow, with what follows the first line moved to the right; elsewhere as it is, so that a
    /// program finds each message on a line.
    public func message(_ text: String) -> String {
        let text = text.hasSuffix("\n") ? String(text.dropLast()) : text
        guard isTerminal else { return text + "\n" }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard String(line).displayWidth >= width else { return line + "\n" }
            let own = line.prefix { $0 == " " }.count
            let margin = String(repeating: " ", count: own)
            return Paragraph.lines(String(line.dropFirst(own)), width: width - own - 2)
                .enumerated()
                .map { margin + ($0.offset == 0 ? "" : "  ") + $0.element + "\n" }.joined()
        }.joined()
    }

    /// The text with typographic signs spelled in ASCII where nothing else can be shown. Letters
    /// of names are left as they are.
    public func spelled(_ text: String) -> String {
        guard !usesUnicode, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        return text.reduce(into: "") { $0 += Self.spelling[$1] ?? String($1) }
    }

    private static let spelling: [Character: String] = [
        "×": "x", "·": "-", "•": "-", "…": "...", "–": "-", "—": "-", "“": "\"", "”": "\"",
        "’": "'", "─": "-", "│": "|", "²": "^2", "λ": "lambda", "η": "eta", "β": "beta",
        "≥": ">=", "≤": "<=", "→": "->", "χ": "chi", "±": "+-",
    ]
}
