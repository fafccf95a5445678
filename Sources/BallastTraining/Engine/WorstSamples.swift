import BallastEvents

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The samples of an evaluation with the highest losses, the highest first; a loss that is not a
/// number counts as the highest.
public struct WorstSamples: Sendable {
    public private(set) var samples: [WorstSample] = []
    private let count: Int

    /// - Parameter count: so many are kept.
    init(count: Int) {
        self.count = count
    }

    private static func rank(_ loss: Double) -> Double { loss.isNaN ? .infinity : loss }

    /// Takes those of one batch that belong to the worst.
    ///
    /// - Parameters:
    ///   - indices: the samples' places in the data.
    ///   - logits: `(N, K)`.
    /// - Complexity: O(N); O(K) more for a sample that is kept.
    mutating func add(
        _ indices: [Int], perSample: UnsafeBufferPointer<Float>,
        logits: UnsafeBufferPointer<Float>, labels: UnsafeMutableBufferPointer<Int32>
    ) {
        guard count > 0, !indices.isEmpty else { return }
        let classes = logits.count / indices.count
        for (position, index) in indices.enumerated() {
            let loss = Double(perSample[position])
            if samples.count == count, let least = samples.last,
                Self.rank(loss) <= Self.rank(least.loss)
            {
                continue
            }
            let row = logits[(position * classes)..<((position + 1) * classes)].map(Double.init)
            insert(Self.sample(index, label: Int(labels[position]), loss: loss, logits: row))
        }
    }

    /// Behind those of the same loss.
    private mutating func insert(_ sample: WorstSample) {
        let place = samples.firstIndex { Self.rank($0.loss) < Self.rank(sample.loss) }
        samples.insert(sample, at: place ?? samples.count)
        if samples.count > count { samples.removeLast() }
    }

    private static func sample(
        _ index: Int, label: Int, loss: Double, logits: [Double]
    ) -> WorstSample {
        guard !logits.contains(where: \.isNaN), let highest = logits.max(),
            let guess = logits.firstIndex(of: highest), highest.isFinite
        else {
            return WorstSample(
                index: index, label: label, guess: nil, guessProbability: nil,
                labelProbability: nil, loss: loss)
        }
        let sum = logits.reduce(0) { $0 + exp($1 - highest) }
        return WorstSample(
            index: index, label: label, guess: guess, guessProbability: 1 / sum,
            labelProbability: exp(logits[label] - highest) / sum, loss: loss)
    }
}
