import BallastEvents

/// Which class is taken for which, as a table whose cells are shaded by their share of the row:
/// what is right in one colour, mistakes in another.
struct ConfusionTable {
    private let evaluation: ModelEvaluation
    /// Of so many classes on, letters and cells are small.
    private static let manyClasses = 16

    init(_ evaluation: ModelEvaluation) {
        self.evaluation = evaluation
    }

    private static let caption =
        "A row for each class, a column for what its images are taken for; empty where there is "
        + "none"

    var html: HTMLText {
        let isDense = evaluation.classNames.count > Self.manyClasses
        let names = evaluation.classNames.map {
            "<th scope=\"col\"><span>\($0)</span></th>" as HTMLText
        }
        return """
            <div class="scroll" role="region" tabindex="0" aria-label="\(Self.caption)">
            <table class="matrix\(isDense ? " dense" : "")"><caption>\(Self.caption)</caption>
            <thead><tr><th scope="col">class</th>\(names.joined(separator: ""))\
            <th scope="col"><span>recall</span></th><th scope="col"><span>images</span></th></tr>\
            </thead>
            <tbody>
            \(evaluation.classNames.indices.map(row).joined())
            </tbody>
            <tfoot><tr><th scope="row">precision</th>\
            \(evaluation.classNames.indices.map { share(evaluation.precision($0)) }
                .joined(separator: ""))<td></td><td class="sum">\(evaluation.samples)</td></tr>\
            </tfoot>
            </table></div>
            \(Self.key)
            """
    }

    private func row(_ label: Int) -> HTMLText {
        let total = max(1, evaluation.classSamples[label])
        let cells = evaluation.confusion[label].enumerated().map { guess, count -> HTMLText in
            guard count > 0 else { return "<td></td>" }
            let level = EvaluationStyle.level(Double(count) / Double(total))
            return "<td class=\"\(guess == label ? "r" : "w")\(level)\">\(count)</td>"
        }
        return """
            <tr><th scope="row">\(evaluation.classNames[label])</th>\(cells.joined(separator: ""))\
            \(share(evaluation.recall(label)))\
            <td class="sum">\(evaluation.classSamples[label])</td></tr>
            """
    }

    /// In whole per cents; only what is all of it has 100.
    private func share(_ value: Double?) -> HTMLText {
        let text = value.map { share in
            "\(share < 1 ? min(99, Int((share * 100).rounded())) : 100) %"
        }
        return "<td class=\"sum\">\(text ?? "–")</td>"
    }

    /// What the shades stand for.
    private static let key: HTMLText = {
        let steps = EvaluationStyle.thresholds.map { "\(Int($0 * 100))" }
        let entries = zip(["r", "w"], ["recognized", "mistaken"]).map { sign, word in
            let swatches = (0...steps.count).map { level in
                "<i class=\"\(sign)\(level)\"></i>" as HTMLText
            }
            return "<span>\(word) \(swatches.joined(separator: ""))</span>" as HTMLText
        }
        return """
            <p class="key">\(entries.joined(separator: " ")) by the share of the row: \
            \(steps.joined(separator: ", ")) % and more</p>
            """
    }()
}
