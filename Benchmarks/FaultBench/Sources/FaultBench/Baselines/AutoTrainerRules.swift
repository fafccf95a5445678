import Ballast

/// The symptoms of AutoTrainer with its published thresholds.
///
/// Source: Zhang et al. 2021, "AutoTrainer: an automatic DNN training problem detection and repair
/// system", section 3. Its epochs are this record's validations.
struct AutoTrainerRules {
    /// In the order in which the system solves them.
    enum Symptom: String {
        case explodingGradient = "exploding gradient"
        case vanishingGradient = "vanishing gradient"
        case dyingReLU = "dying ReLU"
        case oscillatingLoss = "oscillating loss"
        case slowConvergence = "slow convergence"

        /// The cause that its repairs are for; slow convergence stands for none of ours.
        var cause: Cause? {
            switch self {
            case .explodingGradient: .explodingGradient
            case .vanishingGradient: .vanishingGradient
            case .dyingReLU: .deadUnits
            case .oscillatingLoss: .learningRateTooHigh
            case .slowConvergence: nil
            }
        }
    }

    /// θ: the training accuracy below which a run is in trouble.
    private static let poorAccuracy = 0.6
    /// β₁, β₂ and β₃: first against last gradient, first gradient, and growth.
    private static let (decay, smallest, growth) = (1e-3, 1e-4, 70.0)
    /// γ: the share of neurons without a gradient.
    private static let deadShare = 0.7
    /// ζ and η: a change of accuracy, and the share of epochs that show it.
    private static let (swing, swingShare) = (0.03, 0.2)
    /// δ: the gain of accuracy in an epoch.
    private static let slowGain = 0.01

    let symptoms: [Symptom]

    init(_ record: RunRecord) {
        let epochs = Self.epochAccuracies(record)
        let isPoor = (epochs.last ?? 0) <= Self.poorAccuracy
        let layers = record.layers.map { $0.layers.filter { $0.batchNormDrift == nil } }
        var found: [Symptom] = []
        if isPoor || record.endedNonFinite, Self.explodes(record, layers) {
            found.append(.explodingGradient)
        }
        if isPoor, layers.contains(where: Self.vanishes) { found.append(.vanishingGradient) }
        if isPoor, layers.contains(where: Self.dies) { found.append(.dyingReLU) }
        if Self.oscillates(epochs) { found.append(.oscillatingLoss) }
        if isPoor, Self.isSlow(epochs) { found.append(.slowConvergence) }
        symptoms = found
    }

    /// The mean training accuracy between validations.
    private static func epochAccuracies(_ record: RunRecord) -> [Double] {
        var start = 1
        return record[.validationLoss].steps.compactMap { end in
            let values = record[.trainAccuracy].within(start...max(start, end)).values
            start = end + 1
            return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        }
    }

    private static func explodes(_ record: RunRecord, _ layers: [[LayerProbe]]) -> Bool {
        if record.endedNonFinite { return true }
        return layers.contains { probes in
            let norms = probes.compactMap(\.gradientNorm)
            return zip(norms, norms.dropFirst()).contains { $0 > growth * $1 && $1 > 0 }
        }
    }

    private static func vanishes(_ probes: [LayerProbe]) -> Bool {
        let norms = probes.compactMap(\.gradientNorm)
        guard let first = norms.first, let last = norms.last, norms.count > 1 else { return false }
        return first < decay * last && first < smallest
    }

    private static func dies(_ probes: [LayerProbe]) -> Bool {
        let shares = probes.compactMap(\.deadFraction)
        return !shares.isEmpty && shares.reduce(0, +) / Double(shares.count) >= deadShare
    }

    private static func oscillates(_ epochs: [Double]) -> Bool {
        let falls = zip(epochs, epochs.dropFirst()).filter { $0 - $1 >= swing }
        return epochs.count > 1 && Double(falls.count) >= swingShare * Double(epochs.count)
    }

    private static func isSlow(_ epochs: [Double]) -> Bool {
        guard epochs.count > 2, let first = epochs.first, let last = epochs.last else {
            return false
        }
        return (last - first) / Double(epochs.count - 1) < slowGain
    }
}
