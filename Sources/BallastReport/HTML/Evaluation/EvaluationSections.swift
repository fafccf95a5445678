import BallastEvents

/// The parts of a report on what the model makes of the images that it is validated with.
struct EvaluationSections {
    private let evaluation: ModelEvaluation
    /// More classes than a matrix has room for on a page.
    private static let mostClasses = 40
    private static let listed = 20

    init(_ evaluation: ModelEvaluation) {
        self.evaluation = evaluation
    }

    var all: [ReportSection] {
        [
            ReportSection("Classes", identifier: "classes", classes),
            ReportSection(
                "Images with the highest losses", identifier: "worst-images",
                WorstGallery(evaluation).html),
        ].compactMap { $0 }
    }

    private var classes: HTMLText {
        guard evaluation.classNames.count > 1, evaluation.samples > 0 else { return "" }
        let tables =
            evaluation.classNames.count <= Self.mostClasses
            ? ConfusionTable(evaluation).html : [pairs, lowest].joined()
        return "<p>\(summary)</p>\n\(tables)"
    }

    private var summary: String {
        let images = evaluation.samples == 1 ? "image" : "images"
        var text =
            "Of \(evaluation.samples) \(evaluation.part) \(images), "
            + "\(PercentText.of(evaluation.accuracy)) are recognized with the weights of step "
            + "\(evaluation.step)."
        if let most = evaluation.mistakes.first {
            text +=
                " The most frequent mistake: \(name(most.label)) taken for \(name(most.guess)), "
                + "\(most.count) of \(evaluation.classSamples[most.label]) images."
        }
        let guessed = evaluation.confusion.joined().reduce(0, +)
        if guessed < evaluation.samples {
            text +=
                " Of \(evaluation.samples - guessed) images the model makes nothing: its answer "
                + "is not a number."
        }
        return text
    }

    private func name(_ index: Int) -> String { evaluation.classNames[index] }

    private var pairs: HTMLText {
        ReportTable(
            "The most frequent mistakes",
            columns: ["Class", "Taken for", "Images", "Share of the class"],
            rows: evaluation.mistakes.prefix(Self.listed).map { mistake in
                let share = Double(mistake.count) / Double(evaluation.classSamples[mistake.label])
                return [
                    "\(name(mistake.label))", "\(name(mistake.guess))", "\(mistake.count)",
                    "\(PercentText.of(share))",
                ]
            }
        ).html
    }

    private var lowest: HTMLText {
        let recalls = evaluation.classNames.indices.compactMap { index in
            evaluation.recall(index).map { (index: index, recall: $0) }
        }.sorted { ($0.recall, $0.index) < ($1.recall, $1.index) }
        return ReportTable(
            "The classes that are found least, of \(evaluation.classNames.count)",
            columns: ["Class", "Recall", "Precision", "Images"],
            rows: recalls.prefix(Self.listed).map { index, recall in
                [
                    "\(name(index))", "\(PercentText.of(recall))",
                    "\(evaluation.precision(index).map(PercentText.of) ?? "–")",
                    "\(evaluation.classSamples[index])",
                ]
            }
        ).html
    }
}
