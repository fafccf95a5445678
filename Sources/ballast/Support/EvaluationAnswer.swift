import Ballast

/// The answer of `ballast evaluate`.
struct EvaluationAnswer: Encodable {
    struct PerClass: Encodable {
        let name: String
        let samples: Int
        /// Nil for a class without samples.
        let accuracy: Double?

        private enum CodingKeys: String, CodingKey {
            case name = "class"
            case samples, accuracy
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(name, forKey: .name)
            try container.encode(samples, forKey: .samples)
            try container.encode(accuracy, forKey: .accuracy)
        }
    }

    let loss: Double
    let accuracy: Double
    let topK: Int
    let topKAccuracy: Double
    let samples: Int
    let part: DataPart
    /// The step of the weights.
    let checkpoint: Int
    let perClass: [PerClass]

    init(
        _ totals: EvaluationTotals, classNames: [String], part: DataPart, topK: Int, step: Int
    ) {
        loss = totals.loss
        accuracy = totals.accuracy
        self.topK = topK
        topKAccuracy = totals.topKAccuracy
        samples = totals.samples
        self.part = part
        checkpoint = step
        perClass = zip(classNames, totals.perClass).map { name, counts in
            PerClass(
                name: name, samples: counts.samples,
                accuracy: counts.samples == 0
                    ? nil : Double(counts.correct) / Double(counts.samples))
        }
    }

    /// The figures and a table of the classes.
    func text(run: String) -> String {
        var table = TextTable([
            .init("class"), .init("samples", .trailing), .init("accuracy", .trailing),
        ])
        for row in perClass {
            table.append([
                row.name, String(row.samples), row.accuracy.map(NumberText.short) ?? "-",
            ])
        }
        return """
            \(run), step \(checkpoint), \(samples) images (\(part.rawValue))
              loss \(NumberText.short(loss)), accuracy \(NumberText.short(accuracy)), \
            top-\(topK) accuracy \(NumberText.short(topKAccuracy))

            \(table.text(style: .detected(fileDescriptor: 1)))
            """
    }
}
