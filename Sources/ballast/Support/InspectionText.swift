import Ballast

/// The answer of `ballast data inspect` for people, as wide as the terminal but for long names.
struct InspectionText {
    private let answer: InspectionAnswer
    private let style: TerminalStyle

    /// Lines of a list before it is cut.
    private static let listLimit = 10
    /// Above this many classes, only the largest and smallest are shown.
    private static let classLimit = 30

    init(_ answer: InspectionAnswer, style: TerminalStyle) {
        self.answer = answer
        self.style = style
    }

    var text: String {
        let sections = [head, table, pixels, files, findings, lists, sheet]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var head: String {
        let images = answer.parts.map { "\($0.images) to \(Self.purpose($0.name))" }
        let shape = "\(answer.width)×\(answer.height) \(answer.channels == 1 ? "grey" : "RGB")"
        let sentence =
            "  \(answer.classes.count) classes, \(shape), images: "
            + images.joined(separator: ", ")
        return style.colored(answer.data, .bold) + "\n"
            + Paragraph.text(sentence, width: style.textWidth, indent: 2, bullet: "  ")
    }

    private static func purpose(_ part: String) -> String {
        switch part {
        case "train": "train on"
        case "validation": "validate"
        default: part
        }
    }

    /// A row for each class.
    private var table: String {
        var table = TextTable(
            [.init("class")] + answer.parts.map { .init($0.name, .trailing) }
                + [.init("share of train", .trailing)])
        let first = answer.parts[0]
        var labels = Array(answer.classes.indices)
        var cut = ""
        if labels.count > Self.classLimit {
            labels.sort { (-first.perClass[$0], $0) < (-first.perClass[$1], $1) }
            let half = Self.classLimit / 2
            cut = "(the largest and the smallest \(half) classes of \(labels.count))\n"
            labels = labels.prefix(half) + labels.suffix(half)
        }
        for label in labels {
            let share = Double(first.perClass[label]) / Double(max(first.images, 1))
            table.append(
                [answer.classes[label]] + answer.parts.map { String($0.perClass[label]) }
                    + ["\(NumberText.short(100 * share)) %"])
        }
        return table.text(style: style) + cut
    }

    private var pixels: String {
        func list(_ values: [Double]) -> String {
            values.map(NumberText.short).joined(separator: ", ")
        }
        return "Pixels of the training images, from 0 to 1\n"
            + "  mean \(list(answer.mean))\n  deviation \(list(answer.std))\n"
    }

    private var files: String {
        guard let files = answer.files else { return "" }
        func list(_ counts: [String: Int], _ words: [String: String] = [:]) -> String {
            counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                .map { "\($0.value) \(words[$0.key] ?? $0.key)" }.joined(separator: ", ")
        }
        let kinds = [
            "grey": "grey", "greyAlpha": "grey with alpha", "rgb": "colour",
            "rgbAlpha": "colour with alpha",
        ]
        func size(_ extents: FileSummary.Extents) -> String {
            "\(extents.width)×\(extents.height)"
        }
        let sizes =
            size(files.smallest) == size(files.largest)
            ? "all \(size(files.smallest))"
            : "\(size(files.smallest)) to \(size(files.largest)), half of them up to "
                + size(files.median)
        return "Files\n  \(list(files.formats)); \(list(files.channels, kinds))\n  \(sizes)\n"
    }

    private var findings: String {
        let bullets = InspectionFindings(answer).sentences
        guard !bullets.isEmpty else { return "Nothing is wrong with it at first sight.\n" }
        let bullet = style.usesUnicode ? "•" : "-"
        return style.colored("What to look at", .bold) + "\n"
            + bullets.map { Paragraph.text($0, width: style.textWidth, indent: 2, bullet: bullet) }
            .joined()
    }

    private var lists: String {
        var lines: [String] = []
        if !answer.unreadable.isEmpty {
            lines.append("Files that cannot be read")
            lines += Self.cut(answer.unreadable.map { "  \($0.file): \($0.reason)" })
        }
        if !answer.duplicates.isEmpty {
            lines.append("The same pixels")
            lines += Self.cut(
                answer.duplicates.map { group in
                    let names = group.images.prefix(4).map { copy in
                        copy.file ?? "\(copy.part) \(copy.index) (\(copy.label))"
                    }
                    let more = group.images.count - names.count
                    return
                        "  \(names.joined(separator: " = "))\(more > 0 ? " and \(more) more" : "")"
                })
        }
        return lines.map { "\($0)\n" }.joined()
    }

    private static func cut(_ lines: [String]) -> [String] {
        guard lines.count > listLimit else { return lines }
        return lines.prefix(listLimit)
            + ["  … and \(lines.count - listLimit) more; --format json lists all"]
    }

    private var sheet: String {
        guard let file = answer.contactSheet, let rows = answer.contactSheetRows else { return "" }
        return Paragraph.text(
            "\(file): a row for each class, from above: \(rows.joined(separator: ", "))",
            width: style.textWidth)
    }
}
