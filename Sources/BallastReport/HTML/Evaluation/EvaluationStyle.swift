/// How the matrix of classes and the pictures of a report look.
package enum EvaluationStyle {
    /// The shares of a row from which on a cell has the next shade.
    static let thresholds = [0.02, 0.05, 0.15, 0.4, 0.75]

    static func level(_ share: Double) -> Int { thresholds.count { $0 <= share } }

    /// Backgrounds by level. Up to ``lastOfInk`` the page's own letters stand on them, then those
    /// of its paper; each has a contrast of 4.5 or more.
    private struct Shades {
        let right: [String]
        let wrong: [String]
    }

    private static let lastOfInk = 3
    private static let light = Shades(
        right: ["#eaf2f8", "#cfe2ef", "#a6cbe2", "#74afd3", "#2a72a8", "#0f4673"],
        wrong: ["#fdf0e6", "#fbdcc4", "#f7bf95", "#f09a5c", "#b54d08", "#803300"])
    private static let dark = Shades(
        right: ["#1b2733", "#1d3448", "#1e4767", "#1f5f8d", "#5fb3e8", "#b5dff8"],
        wrong: ["#2c2119", "#43291a", "#5f3617", "#85460f", "#f59a58", "#ffcfa8"])

    private static func rules(_ shades: Shades, ink: String, paper: String) -> String {
        zip(["r", "w"], [shades.right, shades.wrong]).flatMap { sign, colors in
            colors.enumerated().map { level, color in
                ".\(sign)\(level){background:\(color);color:\(level > lastOfInk ? paper : ink)}"
            }
        }.joined(separator: "\n")
    }

    package static let css = """
        .matrix{width:auto;max-width:none;border-collapse:separate;border-spacing:2px;\
        font-variant-numeric:tabular-nums}
        .matrix th,.matrix td{border:0;padding:.35em .5em}
        .matrix td,.matrix td:nth-child(2):not(:last-child){text-align:center;min-width:2.6em;\
        border-radius:4px}
        .matrix thead th{vertical-align:bottom;text-align:center;padding:0 0 .3em}
        .matrix thead th:first-child{text-align:left}
        .matrix thead span{writing-mode:vertical-rl;transform:rotate(180deg);display:inline-block;\
        max-height:11em;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
        .matrix tbody th,.matrix tfoot th{white-space:nowrap;max-width:14em;overflow:hidden;\
        text-overflow:ellipsis;padding-left:0;position:sticky;left:0;background:var(--paper)}
        .matrix td.sum,.matrix tfoot th{color:var(--soft)}
        .matrix td.sum{white-space:nowrap}
        .dense{border-spacing:1px;font-size:.7rem}
        .dense th,.dense td{padding:.15em .1em}\
        .dense td,.dense td:nth-child(2):not(:last-child){min-width:1.6em;border-radius:2px}
        .key{color:var(--soft);font-size:.9rem}
        .key span{white-space:nowrap;margin-right:.9em}
        .key i{display:inline-block;width:18px;height:12px;vertical-align:-1px}
        .images{list-style:none;margin:1em 0 0;padding:0;display:grid;\
        grid-template-columns:repeat(auto-fill,minmax(128px,1fr));gap:1.2em 1em}
        .images li{margin:0;font-size:.8125rem;line-height:1.4;overflow-wrap:anywhere;\
        break-inside:avoid}
        .images p{margin:.35em 0 0}.images .more{color:var(--soft);margin-top:.1em}
        .images img,.missing{display:block;width:96px;height:96px;object-fit:contain;\
        background:var(--panel);border:1px solid var(--edge);border-radius:6px;\
        image-rendering:pixelated}
        .missing{display:grid;place-items:center;color:var(--soft)}
        .matrix td,.key i{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        \(rules(light, ink: "#1d2733", paper: "#ffffff"))
        @media screen and (prefers-color-scheme:dark){
        \(rules(dark, ink: "#e6eaf0", paper: "#14181f"))
        }
        @media print{.dense{font-size:5.5pt}\
        .dense td,.dense td:nth-child(2):not(:last-child){min-width:0}}
        """
}
