/// A piece of a page. What is put into it by interpolation is escaped unless it is such a piece
/// itself, so that no string of a run can become part of the page's structure.
package struct HTMLText: Hashable, Sendable {
    package let source: String

    /// - Parameter source: what this program itself has written, such as a chart.
    package init(trusted source: String) {
        self.source = source
    }

    /// The text of others, line breaks kept.
    package init(escaping text: String) {
        source = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
            .map { SVGText.escaped(String($0)) }.joined(separator: "\n")
    }

    /// Sentences in which names of columns, options and commands stand between back-quotes.
    package init(prose text: String) {
        let pieces = text.split(separator: "`", omittingEmptySubsequences: false)
        source = pieces.enumerated().map { index, piece in
            let text = HTMLText(escaping: String(piece)).source
            // An odd quote quotes nothing.
            guard !index.isMultiple(of: 2) else { return text }
            return index + 1 < pieces.count ? "<code>\(text)</code>" : "`\(text)"
        }.joined()
    }

    package var isEmpty: Bool { source.isEmpty }
}

extension HTMLText: ExpressibleByStringInterpolation {
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var source = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            source.reserveCapacity(literalCapacity)
        }

        package mutating func appendLiteral(_ literal: String) { source += literal }

        package mutating func appendInterpolation(_ text: String) {
            source += HTMLText(escaping: text).source
        }

        package mutating func appendInterpolation(_ number: Int) { source += String(number) }

        package mutating func appendInterpolation(_ piece: HTMLText) { source += piece.source }
    }

    package init(stringLiteral text: String) { source = text }

    package init(stringInterpolation text: StringInterpolation) { source = text.source }
}

extension Sequence<HTMLText> {
    package func joined(separator: String = "\n") -> HTMLText {
        HTMLText(
            trusted: lazy.filter { !$0.isEmpty }.map(\.source).joined(separator: separator))
    }
}
