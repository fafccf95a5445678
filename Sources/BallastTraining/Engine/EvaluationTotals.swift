import BallastCore

/// Sums over the samples of an evaluation.
public struct EvaluationTotals: Sendable {
    public private(set) var samples = 0
    public private(set) var batches = 0
    private var lossSum = 0.0
    private var correct = 0
    private var correctInTop = 0
    /// Per class: samples, and those whose first guess is right.
    public private(set) var perClass: [(samples: Int, correct: Int)]
    /// Samples by their class and, within it, by the first guess, where they are counted. Samples
    /// whose logits have a NaN have no guess.
    public private(set) var confusion: [[Int]]?
    /// The samples of the highest losses, as many as were asked for.
    public private(set) var worst: WorstSamples
    public let topK: Int

    /// - Parameters:
    ///   - topK: cut to the number of classes.
    ///   - countsConfusion: whether to count which class is taken for which.
    ///   - worst: how many of the samples with the highest losses to keep.
    public init(classes: Int, topK: Int, countsConfusion: Bool = false, worst: Int = 0) {
        self.worst = WorstSamples(count: worst)
        perClass = Array(repeating: (0, 0), count: classes)
        self.topK = min(topK, classes)
        if countsConfusion {
            confusion = Array(repeating: Array(repeating: 0, count: classes), count: classes)
        }
    }

    public var loss: Double { lossSum / Double(samples) }
    public var accuracy: Double { Double(correct) / Double(samples) }
    public var topKAccuracy: Double { Double(correctInTop) / Double(samples) }

    /// Adds one batch.
    ///
    /// - Parameters:
    ///   - perSample: the loss of each sample.
    ///   - logits: `(N, K)`.
    ///   - indices: the samples' places in the data, where the worst are kept.
    public mutating func add(
        perSample: UnsafeBufferPointer<Float>, logits: UnsafeBufferPointer<Float>,
        labels: UnsafeMutableBufferPointer<Int32>, indices: [Int] = []
    ) {
        worst.add(indices, perSample: perSample, logits: logits, labels: labels)
        let classes = perClass.count
        batches += 1
        samples += perSample.count
        for index in perSample.indices {
            lossSum += Double(perSample[index])
            let label = Int(labels[index])
            let row = logits[(index * classes)..<((index + 1) * classes)]
            let own = row[row.startIndex + label]
            // Ties count against the sample only in favour of earlier classes; NaN never wins.
            var better = 0
            for (position, value) in row.enumerated()
            where position != label && (value > own || (value == own && position < label)) {
                better += 1
            }
            let isRight = better == 0 && !own.isNaN
            if confusion != nil, let guess = Self.guess(row) { confusion?[label][guess] += 1 }
            perClass[label].samples += 1
            if isRight {
                correct += 1
                perClass[label].correct += 1
            }
            if better < topK && !own.isNaN { correctInTop += 1 }
        }
    }

    /// The first of the classes with the highest logit; nil where one is NaN.
    private static func guess(_ row: Slice<UnsafeBufferPointer<Float>>) -> Int? {
        var best = 0
        for (position, value) in row.enumerated() {
            if value.isNaN { return nil }
            if value > row[row.startIndex + best] { best = position }
        }
        return best
    }
}
