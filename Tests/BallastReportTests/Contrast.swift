import Foundation

enum Contrast {
    /// The ratio of the lighter to the darker of two colours, as WCAG 2 defines it.
    static func ratio(_ one: Int, _ other: Int) -> Double {
        let luminance = { (color: Int) in
            zip([16, 8, 0], [0.2126, 0.7152, 0.0722]).reduce(0) { sum, part in
                let value = Double(color >> part.0 & 255) / 255
                let linear =
                    value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
                return sum + part.1 * linear
            } + 0.05
        }
        return max(luminance(one), luminance(other)) / min(luminance(one), luminance(other))
    }
}
