import BallastEvents

/// Rectifiers that are zero for every input from the start: no gradient passes, and they never come
/// back.
///
/// Units that die later, when weights were thrown far off, are the trace of another cause: with it
/// gone they live.
struct DeadUnits: Hypothesis {
    let cause = Cause.deadUnits
    let settledBy = "the share of channels of each layer that are zero for all inputs"

    let recipe = Recipe(
        pytorch: """
            nn.LeakyReLU(0.01)  # for nn.ReLU(), from the start: a lower rate revives no dead unit
            """,
        keras: "keras.layers.LeakyReLU(0.01)  # for ReLU, from the start")

    /// The share of dead channels that chance does not explain: a random rectifier is shut for half
    /// of its inputs, and in deep layers, where inputs grow alike, for all of them or none.
    private static let share = 0.9

    func questions(_ file: CaseFile) -> [Question] {
        [.layers(at: 0)]
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        // Where a value overflows, what lies behind it says nothing of the units.
        guard file.record.nonFiniteTensors.isEmpty || file.record.lastStep > 1 else { return nil }
        guard let complaint = file.trainingComplaint ?? file.slowness(),
            let layers = file.firstLayers,
            let worst = LayerCourse(layers).mostDead, worst.fraction > Self.share
        else { return nil }
        var evidence = [
            "before any update \(Wording.percent(worst.fraction)) of the channels of "
                + "\(worst.name) are zero for the whole batch"
        ]
        let stay = file.findings(.deadUnits).map(\.text)
        evidence += stay
        return Suspicion(
            stay.isEmpty ? 0.4 : 0.8, evidence, explains: complaint,
            isRisk: file.trainingComplaint == nil)
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        var changes = [ConfigurationChange([.activation: "leaky-relu"])]
        if var initialization = file.record.configuration?.initialization,
            initialization.bias != nil
        {
            // The same weights without the shift that keeps the units shut.
            initialization.bias = nil
            changes.insert(
                ConfigurationChange([.initialization: .text(initialization.description)]), at: 0)
        }
        return changes.map { Counterfactual(.configure($0), fromStart: true) }
    }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        if case .configure(let change) = cure {
            return Remedy(
                summary: "Begin again with units that are open: \(change). Lowering the rate does "
                    + "not revive dead ones.", change: change)
        }
        return Remedy(
            summary: "Begin again with He's initialization or a leaky rectifier; lowering the rate "
                + "does not revive dead units.",
            change: ConfigurationChange([.activation: "leaky-relu"]))
    }
}

extension DeadUnits {
    func suspicion(in log: LogCourse) -> Suspicion? {
        log.idleness.map { Suspicion(0.55, $0, .notLearning, .trainLoss, steps: log.steps) }
    }
}
