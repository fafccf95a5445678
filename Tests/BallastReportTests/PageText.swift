import Foundation

/// What a page of HTML says: a line for each piece of text between two blocks, pictures by their
/// titles and descriptions.
enum PageText {
    private static let inline: Set<String> = ["b", "code", "span", "a", "i", "tspan"]

    static func of(_ html: String) -> String {
        var lines: [String] = []
        var line = ""
        var skipped: String?
        func close() {
            let text = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if !text.isEmpty { lines.append(text) }
            line = ""
        }
        for piece in html.split(separator: "<", omittingEmptySubsequences: false).dropFirst() {
            let tag = piece.prefix { $0 != ">" }
            let name = String(tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber })
            let text = piece.dropFirst(tag.count + 1)
            if let outer = skipped {
                if tag == "/\(outer)" { skipped = nil }
            } else if ["style", "script", "text", "head"].contains(name), !tag.hasPrefix("/") {
                skipped = name
            }
            if !inline.contains(name) { close() }
            if skipped == nil { line += text }
        }
        close()
        return lines.map(unescaped).joined(separator: "\n") + "\n"
    }

    private static func unescaped(_ text: String) -> String {
        let names = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'")]
        return names.reduce(text) { $0.replacing($1.0, with: $1.1) }.replacing("&amp;", with: "&")
    }
}
