/// A piece of a page. What is put into it by interpolation is escaped unless it is such a piece
/// itself, so that no string of a run can become part of the page's structure.
struct HTMLText: Sendable {
    let source: String

    /// - Parameter source: what this program itself has written, such as a chart.
    init(trusted source: String) {
        self.source = source
    }

    /// The text of others, line breaks kept.
    init(escaping text: String) {
        source = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
            .map { SVGText.escaped(String($0)) }.joined(separator: "\n")
    }

    var isEmpty: Bool { source.isEmpty }
}

extension HTMLText: ExpressibleByStringInterpolation {
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var source = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            source.reserveCapacity(literalCapacity)
        }

        mutating func appendLiteral(_ literal: String) { source += literal }

        mutating func appendInterpolation(_ text: String) {
            source += HTMLText(escaping: text).source
        }

        mutating func appendInterpolation(_ number: Int) { source += String(number) }

        mutating func appendInterpolation(_ piece: HTMLText) { source += piece.source }
    }

    init(stringLiteral text: String) { source = text }

    init(stringInterpolation text: StringInterpolation) { source = text.source }
}

extension Sequence<HTMLText> {
    func joined(separator: String = "\n") -> HTMLText {
        HTMLText(
            trusted: lazy.filter { !$0.isEmpty }.map(\.source).joined(separator: separator))
    }
}
