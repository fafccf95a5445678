import BallastEvents

/// Signals and gradients that shrink from layer to layer until the first layers learn nothing.
///
/// They are small before the first update already. A gradient that is exactly zero is the mark of
/// dead units, and one that goes while the run lasts that of weights thrown far off.
struct VanishingGradient: Hypothesis {
    let cause = Cause.vanishingGradient

    func questions(_ file: CaseFile) -> [Question] {
        file.trainingComplaint == nil ? [] : [.layers(at: 0)]
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard let complaint = file.trainingComplaint else { return nil }
        let evidence = file.findings(.vanishingGradient).map(\.text)
        guard let layers = file.firstLayers else {
            return evidence.isEmpty ? nil : Suspicion(0.6, evidence, explains: complaint)
        }
        guard let decay = LayerCourse(layers).gradientDecay, decay.firstNorm > 0 else { return nil }
        let start =
            "before any update the gradient of \(decay.first) is "
            + "\(Wording.number(decay.firstNorm)), that of \(decay.last) "
            + Wording.number(decay.lastNorm)
        return Suspicion(0.75, evidence + [start], explains: complaint)
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        let configuration = file.record.configuration
        var initialization = Initialization.he
        initialization.bias = configuration?.initialization?.bias
        let he = ConfigurationValue.text(initialization.description)
        var changes: [ConfigurationChange] = []
        switch configuration?.activation {
        case .sigmoid, .tanh:
            changes.append(ConfigurationChange([.activation: "relu", .initialization: he]))
        default: changes.append(ConfigurationChange([.initialization: he]))
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
