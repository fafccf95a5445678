#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Numbers as text.
enum Texts {
    static func decimal(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite else { return "–" }
        let scale = pow(10, Double(digits))
        let rounded = (value * scale).rounded() / scale
        var text = "\(rounded)"
        if let point = text.firstIndex(of: "."), !text.contains("e") {
            let shown = text.distance(from: point, to: text.endIndex) - 1
            text += String(repeating: "0", count: max(0, digits - shown))
            if digits == 0 { text = String(text[..<point]) }
        }
        return text
    }

    /// `97.5 % (39 of 40)`; a dash for none of none.
    static func share(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "–" }
        return "\(decimal(100 * Double(part) / Double(whole), 1)) % (\(part) of \(whole))"
    }

    /// Columns padded to their widest cell, the first one to the left.
    static func table(_ rows: [[String]]) -> String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + padding : padding + cell
            }.joined(separator: "  ")
        }.joined(separator: "\n") + "\n"
    }
}
