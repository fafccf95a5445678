import BallastEvents
import BallastReport
import FoundationEssentials

/// A run as a row of the list.
struct RunRow {
    private let run: ShelvedRun
    private var summary: RunSummary { run.summary }

    init(_ run: ShelvedRun) {
        self.run = run
    }

    static func identifier(_ key: RunKey) -> String { "run-\(key.text)" }

    /// - Parameter isShown: false where a search leaves it out.
    func part(isShown: Bool = true) -> PagePart {
        let identifier = Self.identifier(run.key)
        let hidden: HTMLText = isShown ? "" : " hidden"
        return PagePart(
            identifier,
            """
            <tr id="\(identifier)"\(hidden) data-text="\(searchText)"\(keys)>
            <td class="pick"><input type="checkbox" name="run" value="\(run.key.text)" \
            aria-label="Choose \(summary.name)"></td>
            <th scope="row"><a href="/run/\(run.key.text)">\(summary.name)</a>\
            <span class="soft">\(summary.subject)</span></th>
            <td data-label="State"><span class="pill \(summary.state.rawValue)">\
            \(summary.state.title)</span></td>
            <td data-label="Steps" class="number">\(steps)</td>
            <td data-label="Validation loss" class="number">\(validation)</td>
            <td class="curve">\(spark)</td>
            <td data-label="Found" class="found">\(found)</td>
            <td data-label="Written">\(Self.time(summary.changed))</td>
            </tr>
            """)
    }

    /// Whether a search for some words finds the run.
    func isFound(by words: String) -> Bool {
        words.lowercased().split(separator: " ").allSatisfy(searchText.contains)
    }

    private var searchText: String {
        [
            summary.name, summary.subject, summary.state.title, summary.headline ?? "",
            summary.trouble ?? "",
        ].joined(separator: " ").lowercased()
    }

    private var keys: HTMLText {
        ListOrder.allCases.filter { $0 != .name }.map { order in
            " data-\(order.rawValue)=\"\("\(order.key(summary))")\"" as HTMLText
        }.joined(separator: "")
    }

    private var steps: HTMLText {
        guard summary.state != .unreadable else { return "" }
        guard let planned = summary.plannedSteps, planned > summary.steps else {
            return "\(Self.grouped(summary.steps))"
        }
        let share = Double(summary.steps) / Double(planned)
        let text = "\(Self.grouped(summary.steps)) of \(Self.grouped(planned))"
        return "\(text)<span class=\"soft\">\(PercentText.of(share))</span>"
    }

    private var validation: HTMLText {
        guard summary.state != .unreadable else { return "" }
        guard let last = summary.lastValidation else {
            guard let training = summary.lastTraining else { return "–" }
            return "–<span class=\"soft\">training \(NumberText.short(training.value))</span>"
        }
        let text = NumberText.short(last.value)
        guard let best = summary.bestValidation else { return "\(text)" }
        guard best.step != last.step else {
            return "\(text)<span class=\"soft\">the best so far</span>"
        }
        let words = "best \(NumberText.short(best.value)) at step \(Self.grouped(best.step))"
        return "\(text)<span class=\"soft\">\(words)</span>"
    }

    private var spark: HTMLText {
        guard let channel = summary.sparkChannel, let last = summary.spark.last else { return "" }
        let highest = summary.spark.map(\.value).filter(\.isFinite).max()
        let peak = highest.map { ", at most \(NumberText.short($0))" } ?? ""
        return SparkLine(
            summary.spark,
            words: "\(channel.title), last \(NumberText.short(last.value))\(peak)"
        ).html
    }

    private var found: HTMLText {
        if let trouble = summary.trouble { return "<span class=\"bad\">\(trouble)</span>" }
        guard let headline = summary.headline else { return "<span class=\"soft\">…</span>" }
        let kind =
            switch summary.health {
            case .unhealthy: "bad"
            case .healthy: "good"
            default: "open"
            }
        let count =
            summary.findings == 0
            ? "" : summary.findings == 1 ? "1 finding" : "\(summary.findings) findings"
        return "<span class=\"\(kind)\">\(headline)</span><span class=\"soft\">\(count)</span>"
    }

    /// A time of day that the script puts into the reader's own words.
    static func time(_ seconds: Double) -> HTMLText {
        guard seconds > 0, seconds < 4e9 else { return "–" }
        let text = Date(timeIntervalSince1970: seconds.rounded(.down)).formatted(.iso8601)
        let words = text.prefix(16).map { $0 == "T" ? " " : $0 }
        return "<time datetime=\"\(text)\">\(String(words)) UTC</time>"
    }

    /// A count with its thousands apart.
    static func grouped(_ count: Int) -> String {
        var text = ""
        for (index, digit) in String(count).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3), digit != "-" { text.append("\u{202F}") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
