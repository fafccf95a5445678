/// Text and numbers as they may stand in an SVG file.
package enum SVGText {
    /// The text for an element or an attribute. Characters that XML forbids are replaced, and so
    /// are those that would turn the direction of the text around them.
    package static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\t", "\n", "\r": result += " "
            default:
                result.unicodeScalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
            }
        }
        return result
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: false
        default: true
        }
    }

    /// A coordinate in pixels, to a hundredth.
    package static func pixels(_ value: Double) -> String {
        NumberText.fixed(value, digits: 2)
    }

    /// A number for an axis: powers of ten beyond 10⁻³ … 10⁴ with their exponent.
    static func tick(_ value: Double) -> String {
        let text = NumberText.short(value)
        let parts = text.split(separator: "e")
        guard parts.count == 2, let power = Int(parts[1]) else {
            return value == 1e-4 ? "10⁻⁴" : text
        }
        return (parts[0] == "1" ? "10" : "\(parts[0])·10") + superscript(power)
    }

    private static func superscript(_ number: Int) -> String {
        let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
        let text = String(abs(number)).compactMap { $0.wholeNumberValue.map { digits[$0] } }
        return (number < 0 ? "⁻" : "") + String(text)
    }
}
