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
    private let topK: Int

    /// - Parameter topK: cut to the number of classes.
    public init(classes: Int, topK: Int) {
        perClass = Array(repeating: (0, 0), count: classes)
        self.topK = min(topK, classes)
    }

    public var loss: Double { lossSum / Double(samples) }
    public var accuracy: Double { Double(correct) / Double(samples) }
    public var topKAccuracy: Double { Double(correctInTop) / Double(samples) }

    /// Adds one batch.
    ///
    /// - Parameters:
    ///   - perSample: the loss of each sample.
    ///   - logits: `(N, K)`.
    public mutating func add(
        perSample: UnsafeBufferPointer<Float>, logits: UnsafeBufferPointer<Float>,
        labels: UnsafeMutableBufferPointer<Int32>
    ) {
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
            perClass[label].samples += 1
            if isRight {
                correct += 1
                perClass[label].correct += 1
            }
            if better < topK && !own.isNaN { correctInTop += 1 }
        }
    }
}
