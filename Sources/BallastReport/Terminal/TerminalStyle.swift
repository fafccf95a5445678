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

    public init(isTerminal: Bool, usesColor: Bool, usesUnicode: Bool, width: Int = 80) {
        self.isTerminal = isTerminal
        self.usesColor = usesColor
        self.usesUnicode = usesUnicode
        self.width = width
    }

    /// Neither colour nor rewriting, but Unicode: what goes to a file.
    public static let plain = TerminalStyle(isTerminal: false, usesColor: false, usesUnicode: true)

    /// Decides from the environment: `NO_COLOR` (any value) and `TERM=dumb` turn colour off, the
    /// locale decides on Unicode, `COLUMNS` on the width where the terminal does not tell it.
    public init(isTerminal: Bool, environment: [String: String], terminalWidth: Int? = nil) {
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
            width: terminalWidth ?? environment["COLUMNS"].flatMap { Int($0) } ?? 80)
    }

    /// The style of an open file, such as standard error (2).
    public static func detected(fileDescriptor: Int32) -> TerminalStyle {
        var size = winsize()
        let known = ioctl(fileDescriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return TerminalStyle(
            isTerminal: isatty(fileDescriptor) == 1,
            environment: ProcessInfo.processInfo.environment,
            terminalWidth: known ? Int(size.ws_col) : nil)
    }

    /// The text in a colour, or as it is where colour is off.
    public func colored(_ text: String, _ color: TerminalColor) -> String {
        usesColor ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
    }
}
