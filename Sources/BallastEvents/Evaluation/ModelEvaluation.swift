/// What a model makes of the images of one part of the data: how well it does, which class it takes
/// for which, and where it is furthest off.
///
/// The answer of `ballast evaluate --format json`, and `evaluation.json` in a run directory.
public struct ModelEvaluation: Hashable, Sendable {
    /// The step of the weights.
    public var step: Int
    /// `train`, `validation` or `test`.
    public var part: String
    public var samples: Int
    /// The mean cross-entropy over the samples.
    public var loss: Double
    public var accuracy: Double
    /// How many guesses ``topKAccuracy`` allows.
    public var topK: Int
    public var topKAccuracy: Double
    /// One per class.
    public var classNames: [String]
    /// The samples of each class.
    public var classSamples: [Int]
    /// Samples by their class, and within it by the class that they are taken for. Those without a
    /// guess, because the model gives NaN, are in none.
    public var confusion: [[Int]]
    /// The samples of the highest losses, the highest first.
    public var worst: [WorstSample]

    /// - Precondition: there are as many names, sample counts, and rows and columns of the
    ///   confusion.
    public init(
        step: Int, part: String, samples: Int, loss: Double, accuracy: Double, topK: Int,
        topKAccuracy: Double, classNames: [String], classSamples: [Int], confusion: [[Int]],
        worst: [WorstSample] = []
    ) {
        precondition(
            Self.fits(classNames, classSamples, confusion),
            "\(classNames.count) classes do not fit the confusion")
        self.step = step
        self.part = part
        self.samples = samples
        self.loss = loss
        self.accuracy = accuracy
        self.topK = topK
        self.topKAccuracy = topKAccuracy
        self.classNames = classNames
        self.classSamples = classSamples
        self.confusion = confusion
        self.worst = worst
    }

    static func fits(_ names: [String], _ samples: [Int], _ confusion: [[Int]]) -> Bool {
        samples.count == names.count && confusion.count == names.count
            && confusion.allSatisfy { $0.count == names.count }
    }

    /// The share of a class's samples that are found; nil for a class without samples.
    public func recall(_ index: Int) -> Double? {
        Self.share(confusion[index][index], of: classSamples[index])
    }

    /// The share of right ones among the samples that are taken for a class; nil where none is.
    ///
    /// - Complexity: O(classes).
    public func precision(_ index: Int) -> Double? {
        Self.share(confusion[index][index], of: confusion.reduce(0) { $0 + $1[index] })
    }

    /// The pairs of classes that are mistaken, the most frequent first.
    public var mistakes: [(label: Int, guess: Int, count: Int)] {
        var mistakes: [(label: Int, guess: Int, count: Int)] = []
        for (label, row) in confusion.enumerated() {
            for (guess, count) in row.enumerated() where guess != label && count > 0 {
                mistakes.append((label, guess, count))
            }
        }
        return mistakes.sorted {
            ($1.count, $0.label, $0.guess) < ($0.count, $1.label, $1.guess)
        }
    }

    private static func share(_ part: Int, of whole: Int) -> Double? {
        whole == 0 ? nil : Double(part) / Double(whole)
    }
}
