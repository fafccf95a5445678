import Ballast

/// Runs with two faults at once.
extension Catalogue {
    static func pairs(_ split: Split) -> [Mutant] {
        let faults = faults(split)
        let combinations: [(Cause, Cause)] = [
            (.inputNotNormalized, .dataOrder), (.deadUnits, .validationNoise),
            (.dataOrder, .validationNoise), (.inputNotNormalized, .nonFiniteData),
            (.dataOrder, .scheduleJump), (.badBatch, .prematureStop),
        ]
        return Base.all(split, .none).flatMap { base in
            combinations.compactMap { first, second in
                guard let one = faults[first], let other = faults[second] else { return nil }
                let twin = base.oneEpoch
                return Mutant(
                    causes: [first, second], severity: 2, base: base.name,
                    faulty: other(one(twin)), twin: twin,
                    measure: second == .prematureStop ? .finalValidation : .meanTraining)
            }
        }
    }

    private static func faults(_ split: Split) -> [Cause: @Sendable (Recipe) -> Recipe] {
        let isTuning = split == .tuning
        let step = isTuning ? 120 : 160
        return [
            .inputNotNormalized: {
                $0.with(.rawPixels(gain: isTuning ? 60 : 100)).with { $0.pixels = .bytes }
            },
            .dataOrder: {
                $0.with(.sorted(run: isTuning ? 300 : 400)).with { $0.order = .sequential }
            },
            .deadUnits: {
                $0.with { $0.initialization = Initialization(.he, bias: isTuning ? -3 : -4) }
            },
            .validationNoise: {
                $0.with {
                    $0.batchSize = isTuning ? 12 : 10
                    $0.validationBatches = .count(1)
                }
            },
            .nonFiniteData: { $0.with(.notFinite(step: step)) },
            .badBatch: {
                $0.with(.corrupted(step: step, batches: 1, samples: 6, gain: isTuning ? -50 : -80))
            },
            .prematureStop: { $0.with { $0.earlyStop = EarlyStopSpec(patience: 1) } },
            .scheduleJump: {
                $0.with {
                    $0.schedule = ScheduleSpec(
                        .multistep(milestones: [step], gamma: isTuning ? 30 : 40), unit: .step)
                }
            },
        ]
    }
}
