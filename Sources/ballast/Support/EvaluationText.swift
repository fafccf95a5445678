import Ballast

/// The answer of `ballast evaluate` for a person: the figures, the classes, and what is taken for
/// what.
struct EvaluationText {
    let answer: ModelEvaluation
    let run: String
    let style: TerminalStyle

    /// Pairs of classes that are listed where the matrix is too wide.
    private static let listedPairs = 10

    var text: String {
        """
        \(run), step \(answer.step), \(answer.samples) images (\(answer.part))
          loss \(NumberText.short(answer.loss)), accuracy \(NumberText.short(answer.accuracy)), \
        top-\(answer.topK) accuracy \(NumberText.short(answer.topKAccuracy))

        \(classes)
        \(confusion)
        """
    }

    private var classes: String {
        var table = TextTable([
            .init("class"), .init("samples", .trailing), .init("recall", .trailing),
            .init("precision", .trailing),
        ])
        for (index, name) in answer.classNames.enumerated() {
            table.append([
                name, String(answer.classSamples[index]),
                answer.recall(index).map(NumberText.short) ?? "-",
                answer.precision(index).map(NumberText.short) ?? "-",
            ])
        }
        return table.text(style: style)
    }

    private var confusion: String {
        let matrix = matrix.text(style: style)
        let width = matrix.split(separator: "\n").map(\.count).max() ?? 0
        guard width > style.width else {
            return "What each class (row) is taken for (column)\n\n" + matrix
        }
        return pairs
    }

    private var matrix: TextTable {
        let names = answer.classNames
        var table = TextTable([.init("class")] + names.map { .init($0, .trailing) })
        for (name, row) in zip(names, answer.confusion) {
            table.append([name] + row.map { $0 == 0 ? "." : String($0) })
        }
        return table
    }

    /// The most frequent mistakes, where the matrix has no room.
    private var pairs: String {
        let mistakes = answer.mistakes
        guard !mistakes.isEmpty else { return "No image is taken for another class.\n" }
        var table = TextTable([
            .init("class"), .init("taken for"), .init("samples", .trailing),
        ])
        for mistake in mistakes.prefix(Self.listedPairs) {
            table.append([
                answer.classNames[mistake.label], answer.classNames[mistake.guess],
                String(mistake.count),
            ])
        }
        return Paragraph.text(
            "The most frequent mistakes; --format json has the whole matrix", width: style.width)
            + "\n"
            + table.text(style: style)
    }
}
