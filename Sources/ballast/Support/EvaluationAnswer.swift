import Ballast

/// The answer of `ballast evaluate`.
struct EvaluationAnswer: Encodable {
    struct PerClass: Encodable {
        let name: String
        let samples: Int
        /// The share of the class's samples that are found; nil for a class without samples.
        let recall: Double?
        /// The share of right ones among the samples that are taken for this class; nil where none
        /// is.
        let precision: Double?

        private enum CodingKeys: String, CodingKey {
            case name = "class"
            case samples, accuracy, recall, precision
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(name, forKey: .name)
            try container.encode(samples, forKey: .samples)
            try container.encode(recall, forKey: .accuracy)
            try container.encode(recall, forKey: .recall)
            try container.encode(precision, forKey: .precision)
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
    /// Samples by their class, and within it by the class that they are taken for.
    let confusion: [[Int]]

    init(
        _ totals: EvaluationTotals, classNames: [String], part: DataPart, topK: Int, step: Int
    ) {
        let confusion = totals.confusion ?? []
        loss = totals.loss
        accuracy = totals.accuracy
        self.topK = topK
        topKAccuracy = totals.topKAccuracy
        samples = totals.samples
        self.part = part
        checkpoint = step
        self.confusion = confusion
        perClass = zip(classNames, totals.perClass).enumerated().map { index, pair in
            let (name, counts) = pair
            return PerClass(
                name: name, samples: counts.samples,
                recall: Self.share(counts.correct, of: counts.samples),
                precision: Self.share(
                    counts.correct, of: confusion.reduce(0) { $0 + $1[index] }))
        }
    }

    private static func share(_ part: Int, of whole: Int) -> Double? {
        whole == 0 ? nil : Double(part) / Double(whole)
    }
}
