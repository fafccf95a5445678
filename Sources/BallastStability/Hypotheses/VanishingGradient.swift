import BallastEvents

/// Signals and gradients that shrink from layer to layer until the first layers learn nothing.
///
/// They are small before the first update already. A gradient that is exactly zero is the mark of
/// dead units, and one that goes while the run lasts that of weights thrown far off.
struct VanishingGradient: Hypothesis {
    let cause = Cause.vanishingGradient
    let settledBy = "the gradient norm of each layer: the first against the last"

    let recipe = Recipe(
        pytorch: """
            for module in model.modules():
                if isinstance(module, (nn.Conv2d, nn.Linear)):
                    nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            # and nn.BatchNorm2d(channels) behind each convolution, nn.ReLU() for nn.Sigmoid()
            """,
        keras: """
            keras.layers.Conv2D(filters, 3, kernel_initializer="he_normal", use_bias=False)
            keras.layers.BatchNormalization()
            keras.layers.Activation("relu")
            """)

    func questions(_ file: CaseFile) -> [Question] {
        [.layers(at: 0)]
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        let isRisk = file.trainingComplaint == nil
        guard let complaint = file.trainingComplaint ?? file.slowness() else { return nil }
        let evidence = file.findings(.vanishingGradient).map(\.text)
        guard let layers = file.firstLayers else {
            return evidence.isEmpty
                ? nil : Suspicion(0.6, evidence, explains: complaint, isRisk: isRisk)
        }
        guard let ends = LayerCourse(layers).gradientEnds, ends.firstNorm > 0,
            ends.firstNorm <= LayerCourse.suspiciousRatio * ends.lastNorm
        else { return nil }
        let start =
            "before any update the gradient of \(ends.first) is "
            + "\(Wording.number(ends.firstNorm)), that of \(ends.last) "
            + Wording.number(ends.lastNorm)
        let isGone =
            ends.firstNorm < LayerCourse.vanishingNorm
            && ends.firstNorm <= LayerCourse.vanishingRatio * ends.lastNorm
        return Suspicion(
            isGone ? 0.75 : 0.5, evidence + [start], explains: complaint, isRisk: isRisk)
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

    func alternatives(_ file: CaseFile, cure: Intervention?) -> [Remedy] {
        counterfactuals(file).map { remedy(file, cure: $0.intervention) }
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

extension VanishingGradient {
    func suspicion(in log: LogCourse) -> Suspicion? {
        log.idleness.map { Suspicion(0.6, $0, .notLearning, .trainLoss, steps: log.steps) }
    }
}
