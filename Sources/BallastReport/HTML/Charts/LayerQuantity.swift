import BallastEvents

/// What a report shows of the layers of a model.
enum LayerQuantity: CaseIterable {
    case gradientNorm
    case updateRatio
    case deadFraction
    case batchNormDrift

    /// Nil where a layer does not have the quantity.
    @inline(__always)
    func value(of probe: LayerProbe) -> Double? {
        switch self {
        case .gradientNorm: return probe.gradientNorm
        case .updateRatio:
            guard let update = probe.updateNorm, let weight = probe.weightNorm else { return nil }
            // Weights that are all zero have no scale to compare with.
            return weight == 0 ? nil : update / weight
        case .deadFraction: return probe.deadFraction
        case .batchNormDrift: return probe.batchNormDrift
        }
    }
}
