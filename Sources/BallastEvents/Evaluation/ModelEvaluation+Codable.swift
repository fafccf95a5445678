extension ModelEvaluation: Codable {
    private enum Key: String, CodingKey {
        case schema, checkpoint, part, samples, loss, accuracy, topK, topKAccuracy, perClass
        case confusion, worst
    }

    private struct PerClass: Codable {
        let name: String
        let samples: Int
        let recall: Double?
        let precision: Double?

        enum CodingKeys: String, CodingKey {
            case name = "class"
            case samples, accuracy, recall, precision
        }

        init(_ evaluation: ModelEvaluation, _ index: Int) {
            name = evaluation.classNames[index]
            samples = evaluation.classSamples[index]
            recall = evaluation.recall(index)
            precision = evaluation.precision(index)
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            name = try container.decode(String.self, forKey: .name)
            samples = try container.decode(Int.self, forKey: .samples)
            (recall, precision) = (nil, nil)
        }

        /// The accuracy within a class is its recall.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(name, forKey: .name)
            try container.encode(samples, forKey: .samples)
            try container.encode(recall, forKey: .accuracy)
            try container.encode(recall, forKey: .recall)
            try container.encode(precision, forKey: .precision)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(1, forKey: .schema)
        try container.encode(step, forKey: .checkpoint)
        try container.encode(part, forKey: .part)
        try container.encode(samples, forKey: .samples)
        try container.encode(loss, forKey: .loss)
        try container.encode(accuracy, forKey: .accuracy)
        try container.encode(topK, forKey: .topK)
        try container.encode(topKAccuracy, forKey: .topKAccuracy)
        try container.encode(
            classNames.indices.map { PerClass(self, $0) }, forKey: .perClass)
        try container.encode(confusion, forKey: .confusion)
        try container.encode(worst, forKey: .worst)
    }

    /// - Throws: where the counts of classes contradict each other.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        step = try container.decode(Int.self, forKey: .checkpoint)
        part = try container.decode(String.self, forKey: .part)
        samples = try container.decode(Int.self, forKey: .samples)
        loss = try container.decode(Double.self, forKey: .loss)
        accuracy = try container.decode(Double.self, forKey: .accuracy)
        topK = try container.decode(Int.self, forKey: .topK)
        topKAccuracy = try container.decode(Double.self, forKey: .topKAccuracy)
        let classes = try container.decode([PerClass].self, forKey: .perClass)
        (classNames, classSamples) = (classes.map(\.name), classes.map(\.samples))
        confusion = try container.decode([[Int]].self, forKey: .confusion)
        worst = try container.decodeIfPresent([WorstSample].self, forKey: .worst) ?? []
        let counts = [samples] + classSamples + confusion.joined()
        guard Self.fits(classNames, classSamples, confusion),
            counts.allSatisfy({ (0...Self.mostSamples).contains($0) })
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .confusion, in: container,
                debugDescription: "it needs a row and a column of counts for each class")
        }
        let known = 0..<classNames.count
        guard worst.allSatisfy({ known.contains($0.label) && $0.guess.map(known.contains) ?? true })
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .worst, in: container, debugDescription: "a sample's class is not known")
        }
    }

    /// More than any data set has; sums of as many counts as a confusion has do not overflow.
    private static let mostSamples = 1 << 40
}
