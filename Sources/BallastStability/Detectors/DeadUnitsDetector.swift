import BallastEvents

/// Layers most of whose channels are zero for all inputs, and stay so.
public struct DeadUnitsDetector: RecordDetector {
    private static let threshold = 0.5

    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        let names = record.layers.last?.layers.filter { $0.deadFraction != nil }.map(\.name) ?? []
        let dead = names.compactMap { name -> (String, ClosedRange<Int>, Double)? in
            let course = record.layerCourse(name, \.deadFraction)
            // From some step on to the end, twice at least.
            let tail = course.reversed().prefix { $0.value > Self.threshold }
            guard tail.count >= 2, let first = tail.last, let last = tail.first else { return nil }
            return (name, first.step...last.step, last.value)
        }
        guard let worst = dead.max(by: { $0.2 < $1.2 }) else { return [] }
        return [
            Finding(
                .deadUnits, .layers, steps: worst.1, value: worst.2, threshold: Self.threshold,
                text: "\((100 * worst.2).short) % of the channels of \(worst.0) are zero for whole"
                    + " batches"
                    + (dead.count > 1 ? ", and in \(dead.count - 1) more layers over half" : ""))
        ]
    }
}

extension RunRecord {
    /// What was measured of one layer, in step order.
    func layerCourse(
        _ name: String, _ quantity: KeyPath<LayerProbe, Double?>
    ) -> [(step: Int, value: Double)] {
        // Layers keep their places from record to record.
        var place = 0
        return layers.compactMap { record in
            if !record.layers.indices.contains(place) || record.layers[place].name != name {
                guard let found = record.layers.firstIndex(where: { $0.name == name }) else {
                    return nil
                }
                place = found
            }
            return record.layers[place][keyPath: quantity].map { (record.step, $0) }
        }
    }
}

extension LayerRecord {
    /// The gradient norms of the layers that have parameters, input side first.
    var gradientNorms: [(name: String, norm: Double)] {
        layers.compactMap { layer in layer.gradientNorm.map { (layer.name, $0) } }
    }
}
