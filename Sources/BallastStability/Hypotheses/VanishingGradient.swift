import BallastEvents

/// Signals and gradients that shrink from layer to layer until the first layers learn nothing.
struct VanishingGradient: Hypothesis {
    let cause = Cause.vanishingGradient

    func questions(_ file: CaseFile) -> [Question] {
        file.findings(.notLearning).isEmpty ? [] : [.layers(at: 0)]
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard let complaint = file.trainingComplaint else { return nil }
        var evidence = file.findings(.vanishingGradient).map(\.text)
        var probability = evidence.isEmpty ? 0 : 0.6
        if let layers = file.facts.layers[0], let decay = LayerCourse(layers).gradientDecay {
            evidence.append(
                "before any update the gradient of \(decay.first) is "
                    + "\(Wording.number(decay.firstNorm)), that of \(decay.last) "
                    + Wording.number(decay.lastNorm))
            probability = max(probability, 0.7)
        }
        guard probability > 0 else { return nil }
        return Suspicion(probability, evidence, explains: complaint)
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        let configuration = file.record.configuration
        var changes: [ConfigurationChange] = []
        switch configuration?.activation {
        case .sigmoid, .tanh: changes.append(ConfigurationChange([.activation: "relu"]))
        default: break
        }
        changes.append(ConfigurationChange([.initialization: "he"]))
        if configuration?.activation == .sigmoid || configuration?.activation == .tanh {
            changes.append(ConfigurationChange([.activation: "relu", .initialization: "he"]))
        }
        if configuration?.normalization != .batch {
            changes.append(ConfigurationChange([.normalization: "batch"]))
        }
        return changes.map { Counterfactual(.configure($0), fromStart: true) }
    }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        if case .configure(let change) = cure {
            return Remedy(
                summary: "Keep the signal's scale from layer to layer: \(change).", change: change)
        }
        return Remedy(
            summary: "Initialize by He's rule, use rectifiers, or normalize between the layers.",
            change: ConfigurationChange([.initialization: "he"]))
    }
}
