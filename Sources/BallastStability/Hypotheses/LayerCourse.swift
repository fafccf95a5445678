import BallastEvents

/// How a quantity changes from the first layer of a model to the last.
struct LayerCourse {
    /// The ratio of gradient norms from which a gradient explodes, and the one at which it
    /// vanishes (Zhang et al. 2021, "AutoTrainer", table 2).
    static let explodingRatio = 70.0
    static let vanishingRatio = 1e-3
    /// The norm below which a first layer learns nothing.
    static let vanishingNorm = 1e-4
    /// The ratio from which on a decay is worth a re-run. By He's rule it is near 1, and the first
    /// layer's gradient is rather the larger one, for it has the most inputs.
    static let suspiciousRatio = 0.1
    /// The share of dead channels of one layer that stops learning.
    static let deadShare = 0.5

    private let layers: [LayerProbe]

    /// - Parameter layers: in the order in which a batch passes them.
    init(_ layers: [LayerProbe]) {
        self.layers = layers
    }

    private var gradients: [(name: String, norm: Double)] {
        layers.compactMap { layer in
            // A layer's share of the gradient is comparable by what it is beside its weights only
            // where there are weights; normalization layers have few.
            guard let norm = layer.gradientNorm, let weight = layer.weightNorm, weight > 0,
                layer.batchNormDrift == nil
            else { return nil }
            return (layer.name, norm)
        }
    }

    /// The largest gradient of the layers on the input's side against that of the last.
    ///
    /// The first layer of three or more is left out: its gradient holds the scale of the pixels.
    var gradientGrowth: (largest: String, last: String, ratio: Double)? {
        let norms = gradients
        guard norms.count > 1, let last = norms.last, last.norm > 0 else { return nil }
        let front = norms.count > 2 ? norms[1..<max(2, norms.count / 2)] : norms[..<1]
        guard let largest = front.max(by: { Statistics.rank($0.norm) < Statistics.rank($1.norm) })
        else { return nil }
        guard largest.norm.isFinite else { return (largest.name, last.name, .infinity) }
        return (largest.name, last.name, largest.norm / last.norm)
    }

    /// How many times the scale of the first layer's output that of the last one is.
    var activationGrowth: Double? {
        let scales = layers.compactMap(\.activationScale)
        guard scales.count > 2, let first = scales.first, let last = scales.last, first > 0
        else { return nil }
        return last.isFinite ? last / first : .infinity
    }

    /// The gradients of the first layer and of the last, where there are several.
    var gradientEnds: (first: String, firstNorm: Double, last: String, lastNorm: Double)? {
        let norms = gradients
        guard let first = norms.first, let last = norms.last, norms.count > 1 else { return nil }
        return (first.name, first.norm, last.name, last.norm)
    }

    /// The layer with the largest share of dead channels, where it is too large.
    var mostDead: (name: String, fraction: Double)? {
        let worst = layers.compactMap { layer in layer.deadFraction.map { (layer.name, $0) } }
            .max { $0.1 < $1.1 }
        guard let worst, worst.1 > Self.deadShare else { return nil }
        return (name: worst.0, fraction: worst.1)
    }
}

extension CaseFile {
    /// The layers before any update, as measured anew or as the run's first step has them.
    var firstLayers: [LayerProbe]? {
        facts.layers[0] ?? record.layers.first { $0.step <= 1 }?.layers
    }
}
