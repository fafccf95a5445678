/// The colours of charts on light and on dark paper.
///
/// Every colour is a CSS variable with a fall-back, so that a page that embeds a chart can set its
/// own, and a reader of SVG that knows no variables shows the light ones.
package enum ChartPalette {
    /// How many there are for lines. They also differ where red and green look alike (after Okabe
    /// and Ito 2008), and are dark enough on light paper, and light enough on dark, for text.
    package static let seriesCount = 6

    private struct Rule {
        let name: String
        let property: String
        let variable: String
        let light: String
        let dark: String

        init(
            _ name: String, _ property: String, _ variable: String, _ light: String, _ dark: String
        ) {
            (self.name, self.property, self.variable) = (name, property, variable)
            (self.light, self.dark) = (light, dark)
        }

        func css(_ color: String) -> String {
            ".bc .\(name){\(property):\(color);\(property):var(--ballast-\(variable),\(color))}"
        }
    }

    private static let rules: [Rule] = {
        var rules = [
            Rule("paper", "fill", "paper", "#ffffff", "#14181f"),
            Rule("halo", "stroke", "paper", "#ffffff", "#14181f"),
            Rule("ink", "fill", "ink", "#1d2733", "#e6eaf0"),
            Rule("soft", "fill", "soft", "#5b6770", "#a3adb8"),
            Rule("grid", "stroke", "grid", "#e3e7ec", "#2b323c"),
            Rule("rim", "stroke", "rim", "#8c97a3", "#66717d"),
            Rule("band", "fill", "band", "#c25100", "#ff9a57"),
        ]
        let lines = [
            ("#0072b2", "#5ab4f0"), ("#c25100", "#ff9a57"), ("#00835f", "#35d0a4"),
            ("#a8518a", "#e79cc8"), ("#8f6b00", "#e8c547"), ("#5b6770", "#aab4be"),
        ]
        let shades = [
            ("#eef3f7", "#1d2733"), ("#d3e3ee", "#1f3a52"), ("#afcfe3", "#1f5275"),
            ("#83b6d6", "#206d99"), ("#549ac4", "#2b8abb"), ("#2f7bad", "#52a9d3"),
            ("#175a8c", "#8ccbe6"), ("#0b3560", "#d9f0fa"),
        ]
        for (index, pair) in shades.enumerated() {
            rules.append(Rule("heat\(index)", "stroke", "heat\(index)", pair.0, pair.1))
        }
        rules.append(Rule("heatx", "stroke", "heat-broken", "#d5006d", "#ff5cae"))
        for (index, pair) in lines.enumerated() {
            rules.append(
                Rule("line\(index)", "stroke", "series\(index + 1)", pair.0, pair.1))
            rules.append(
                Rule("fill\(index)", "fill", "series\(index + 1)", pair.0, pair.1))
        }
        return rules
    }()

    /// The style sheet of a chart.
    package static let css: String = {
        let light = rules.map { $0.css($0.light) }.joined(separator: "\n")
        let dark = rules.map { $0.css($0.dark) }.joined(separator: "\n")
        return """
            .bc text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
            .bc .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
            .bc .faint{stroke-width:1;opacity:.38}
            .bc .dense{stroke-width:1.5;opacity:.5}
            .bc .band{opacity:.13}
            .bc .halo{stroke-width:4;stroke-linejoin:round;paint-order:stroke}
            \(light)
            @media screen and (prefers-color-scheme:dark){
            \(dark)
            }
            """
    }()
}
