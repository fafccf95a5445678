import Ballast

/// Faults of the data, its order and how it is validated.
extension Catalogue {
    /// Labels in long runs in front of a run that reads them in order.
    static func dataOrder(_ split: Split) -> [Mutant] {
        Base.mixed(split).flatMap { base in
            severities(split, [[48, 128, 1_000], [64, 160, 2_000]]).map { severity, run in
                Mutant(
                    causes: [.dataOrder], severity: severity, base: base.name,
                    faulty: base.recipe.with(.sorted(run: Int(run))).with {
                        $0.order = .sequential
                    },
                    twin: base.recipe, measure: .finalValidation)
            }
        }
    }

    /// A few samples of one batch whose pixels are far too large.
    static func badBatch(_ split: Split) -> [Mutant] {
        let step = split == .tuning ? 150 : 190
        return Base.mixed(split).flatMap { base in
            severities(split, [[-15, -50, -200], [-25, -80, -300]]).map { severity, gain in
                Mutant(
                    causes: [.badBatch], severity: severity, base: base.name,
                    faulty: base.oneEpoch.with(
                        .corrupted(
                            step: step, batches: 1,
                            samples: base.normalization == .none ? 6 : 16, gain: Float(gain))),
                    twin: base.oneEpoch, measure: .spike, onset: step)
            }
        }
    }

    /// A pixel that is not a number in one sample of one batch.
    static func nonFiniteData(_ split: Split) -> [Mutant] {
        Base.mixed(split).flatMap { base in
            severities(split, [[20, 70, 150], [12, 90, 170]]).map { severity, step in
                Mutant(
                    causes: [.nonFiniteData], severity: severity, base: base.name,
                    faulty: base.oneEpoch.with(.notFinite(step: Int(step))), twin: base.oneEpoch,
                    measure: .finalValidation, onset: Int(step))
            }
        }
    }

    /// Pixels that are neither centred nor scaled.
    static func inputNotNormalized(_ split: Split) -> [Mutant] {
        Base.all(split, .none).flatMap { base in
            severities(split, [[15, 60, 255], [20, 100, 400]]).map { severity, gain in
                Mutant(
                    causes: [.inputNotNormalized], severity: severity, base: base.name,
                    faulty: base.recipe.with(.rawPixels(gain: Float(gain))).with {
                        $0.pixels = .bytes
                    },
                    twin: base.recipe, measure: .meanTraining)
            }
        }
    }

    /// Validations on a single batch of a few images.
    static func validationNoise(_ split: Split) -> [Mutant] {
        Base.all(split, .none).flatMap { base in
            severities(split, [[8, 5, 3], [7, 4, 2]]).map { severity, size in
                let twin = base.recipe.with {
                    $0.batchSize = Int(size)
                    $0.learningRate *= size / 16
                    $0.steps = 2 * Base.steps
                }
                return Mutant(
                    causes: [.validationNoise], severity: severity, base: base.name,
                    faulty: twin.with { $0.validationBatches = .count(1) }, twin: twin,
                    measure: .validationJitter)
            }
        }
    }

    /// Few images, seen again and again; the twin keeps its best state.
    static func overfitting(_ split: Split) -> [Mutant] {
        Base.mixed(split).flatMap { base in
            severities(split, [[128, 96, 48], [112, 80, 40]]).map { severity, samples in
                var faulty = base.recipe.with {
                    $0.steps = 3 * Base.steps
                    $0.batchSize = 16
                    $0.validateEvery = .every(24)
                    $0.checkpointEvery = .every(72)
                }
                // So few of the shapes that nothing general is learned would be another fault.
                faulty.trainingSamples = (base.data == .shapes ? 4 : 1) * Int(samples)
                return Mutant(
                    causes: [.overfitting], severity: severity, base: base.name, faulty: faulty,
                    twin: faulty.with { $0.earlyStop = EarlyStopSpec(patience: 6) },
                    measure: .finalValidation)
            }
        }
    }
}
