/// Colours of a terminal, by their ANSI code.
public enum TerminalColor: Int, Sendable, CaseIterable {
    case bold = 1
    case faint = 2
    case red = 31
    case green = 32
    case yellow = 33
    case blue = 34
    case magenta = 35
    case cyan = 36
}
