/// What ``ReportScript`` reads of a picture beside its lines, as attributes of its root.
enum ChartData {
    /// The attributes, each with a space in front. Values are escaped, with their line breaks kept.
    static func attributes(_ values: [(name: String, value: String)]) -> String {
        values.map { name, value in
            let text = value.split(separator: "\n", omittingEmptySubsequences: false)
                .map { SVGText.escaped(String($0)) }.joined(separator: "&#10;")
            return " data-\(name)=\"\(text)\""
        }.joined()
    }

    static func numbers(_ values: [Double]) -> String {
        values.map(SVGText.pixels).joined(separator: " ")
    }

    /// The ends of an axis, and 1 where it is logarithmic, else 0.
    static func scale(_ scale: ChartScale) -> String {
        "\(scale.lower) \(scale.upper) \(scale.isLogarithmic ? 1 : 0)"
    }

    /// The digits of ``code(_:in:)``, those of Base64.
    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

    /// A share of 0 to 1 in two signs, to one part in 4095.
    static func code(_ share: Double) -> String {
        let level = Int((min(1, max(0, share)) * 4095).rounded())
        return String([digits[level / 64], digits[level % 64]])
    }
}
