import Ballast

/// Faults of the learning rate, its course and the optimizer.
extension Catalogue {
    /// The rate times a factor, for the whole run.
    static func learningRateTooHigh(_ split: Split) -> [Mutant] {
        Base.mixed(split).flatMap { base in
            severities(split, [[10, 30, 80], [12, 36, 100]]).map { severity, factor in
                let faulty = base.recipe.with {
                    $0.learningRate *= base.normalization == .none ? factor : 4 * factor
                }
                return Mutant(
                    causes: [.learningRateTooHigh], severity: severity, base: base.name,
                    faulty: faulty, twin: base.recipe, measure: .meanTraining,
                    alternatives: [
                        .init(
                            cause: .missingWarmup,
                            recipe: faulty.with { $0.warmup = Base.steps / 5 })
                    ])
            }
        }
    }

    /// A rate that only a warmed-up run can bear.
    static func missingWarmup(_ split: Split) -> [Mutant] {
        Base.all(split, .none).flatMap { base in
            severities(split, [[0.0008, 0.0015, 0.003], [0.001, 0.002, 0.0035]]).map {
                severity, rate in
                let twin = base.recipe.with {
                    $0.optimizer = .rmsprop
                    $0.learningRate = rate
                    $0.warmup = Base.steps / 4
                }
                let faulty = twin.with { $0.warmup = 0 }
                return Mutant(
                    causes: [.missingWarmup], severity: severity, base: base.name,
                    faulty: faulty, twin: twin, measure: .meanTraining,
                    alternatives: [
                        .init(
                            cause: .learningRateTooHigh,
                            recipe: faulty.with { $0.learningRate /= 5 })
                    ])
            }
        }
    }

    /// A rate that is multiplied at once in the middle of the run.
    static func scheduleJump(_ split: Split) -> [Mutant] {
        let step = split == .tuning ? Base.steps / 2 : Base.steps * 2 / 5
        return Base.mixed(split).flatMap { base in
            severities(split, [[12, 30, 80], [15, 40, 100]]).map { severity, factor in
                let gamma = base.normalization == .none ? factor : 4 * factor
                return Mutant(
                    causes: [.scheduleJump], severity: severity, base: base.name,
                    faulty: base.recipe.with {
                        $0.schedule = ScheduleSpec(
                            .multistep(milestones: [step], gamma: gamma), unit: .step)
                    },
                    twin: base.recipe, measure: .meanTraining, onset: step + 1)
            }
        }
    }

    /// Adam with a long memory of small gradients meets a few batches with huge ones; the twin
    /// meets them too, with a short memory.
    static func secondMomentLag(_ split: Split) -> [Mutant] {
        let step = split == .tuning ? 150 : 180
        return Base.all(split, .none).flatMap { base in
            severities(split, [[-20, -60, -200], [-30, -80, -300]]).map { severity, gain in
                let surge = DataFault.corrupted(
                    step: step, batches: 3, samples: 6, gain: Float(gain))
                let twin = base.oneEpoch.with(surge).with {
                    $0.optimizer = .adam
                    $0.learningRate = 0.004
                    $0.beta2 = 0.9
                }
                return Mutant(
                    causes: [.secondMomentLag], severity: severity, base: base.name,
                    faulty: twin.with { $0.beta2 = 0.999 }, twin: twin, measure: .peakValidation,
                    acceptable: [.badBatch], onset: step)
            }
        }
    }

    /// A rule that stops, or cuts the rate, at the first validation that is no better.
    static func prematureStop(_ split: Split) -> [Mutant] {
        let rules: [(inout RunConfiguration) -> Void] = [
            { $0.schedule = plateau(patience: 0, factor: split == .tuning ? 0.1 : 0.05) },
            { $0.earlyStop = earlyStop(patience: 2, delta: split == .tuning ? 0.03 : 0.02) },
            { $0.earlyStop = earlyStop(patience: 1, delta: split == .tuning ? 0.03 : 0.02) },
        ]
        return Base.mixed(split).flatMap { base in
            let twin = base.recipe.with {
                $0.validateEvery = .every(split == .tuning ? 6 : 5)
            }
            return rules.enumerated().map { index, rule in
                Mutant(
                    causes: [.prematureStop], severity: index + 1, base: base.name,
                    faulty: twin.with(rule), twin: twin, measure: .finalValidation)
            }
        }
    }

    private static func earlyStop(patience: Int, delta: Double) -> EarlyStopSpec {
        var rule = EarlyStopSpec(patience: patience)
        rule.minimumDelta = delta
        return rule
    }

    private static func plateau(patience: Int, factor: Double) -> ScheduleSpec {
        var plateau = PlateauSpec()
        plateau.patience = patience
        plateau.factor = factor
        plateau.threshold = 0.03
        return ScheduleSpec(.plateau(plateau))
    }
}
