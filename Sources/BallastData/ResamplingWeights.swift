/// The triangle filter of one axis: which input positions make each output position, and how much.
struct ResamplingWeights: Sendable {
    private let first: [Int]
    private let offsets: [Int]
    private let weights: [Float]

    init(from inputCount: Int, to outputCount: Int) {
        let scale = Double(inputCount) / Double(outputCount)
        let support = max(scale, 1)
        var first: [Int] = []
        var offsets = [0]
        var weights: [Float] = []
        for position in 0..<outputCount {
            let centre = (Double(position) + 0.5) * scale
            let low = max(Int((centre - support + 0.5).rounded(.down)), 0)
            let high = min(Int((centre + support + 0.5).rounded(.down)), inputCount)
            let triangle = (low..<high).map { tap in
                max(0, 1 - abs(Double(tap) + 0.5 - centre) / support)
            }
            let sum = triangle.reduce(0, +)
            first.append(low)
            weights += triangle.map { Float($0 / sum) }
            offsets.append(weights.count)
        }
        self.first = first
        self.offsets = offsets
        self.weights = weights
    }

    /// Hands every output position with its first input position and the weights from there on.
    func forEachPosition(
        _ body: (_ position: Int, _ first: Int, _ weights: UnsafeBufferPointer<Float>) -> Void
    ) {
        weights.withUnsafeBufferPointer { all in
            for position in first.indices {
                let taps = all[offsets[position]..<offsets[position + 1]]
                body(position, first[position], UnsafeBufferPointer(rebasing: taps))
            }
        }
    }
}
