extension String {
    /// The columns that the text takes on a terminal: none for colour codes, two for East Asian
    /// wide characters and pictographs.
    package var displayWidth: Int {
        var width = 0
        var inCode = false
        for character in self {
            if character == "\u{1B}" {
                inCode = true
            } else if inCode {
                inCode = character != "m"
            } else {
                width += character.isWide ? 2 : 1
            }
        }
        return width
    }

    /// The text with spaces around it up to `width` columns.
    func padded(to width: Int, _ alignment: TextTable.Alignment) -> String {
        let spaces = String(repeating: " ", count: max(0, width - displayWidth))
        return alignment == .leading ? self + spaces : spaces + self
    }
}

extension Character {
    fileprivate var isWide: Bool {
        guard let scalar = unicodeScalars.first else { return false }
        return switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
