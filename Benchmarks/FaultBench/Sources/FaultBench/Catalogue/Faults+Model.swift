import Ballast

/// Faults of the model: its normalization and its initial weights.
extension Catalogue {
    /// Running statistics that follow far too slowly.
    static func batchnormStatisticsLag(_ split: Split) -> [Mutant] {
        Base.all(split, .batch).flatMap { base in
            severities(split, [[0.008, 0.004, 0.002], [0.006, 0.003, 0.0015]]).map {
                severity, momentum in
                let twin = base.recipe.with { $0.learningRate *= 2 }
                return Mutant(
                    causes: [.batchnormStatisticsLag], severity: severity, base: base.name,
                    faulty: twin.with { $0.batchnormMomentum = momentum }, twin: twin,
                    measure: .peakValidation)
            }
        }
    }

    /// Batch normalization over a handful of images, in dense layers or small images.
    static func batchnormBatchTooSmall(_ split: Split) -> [Mutant] {
        Base.all(split, .batch).flatMap { base in
            severities(split, [[4, 3, 2], [5, 3, 2]]).map { severity, size in
                let faulty = base.recipe.with {
                    let isDense = base.architecture != .convolutions
                    $0.model = isDense ? base.denseModel : base.model
                    $0.imageSize = isDense ? $0.imageSize : 8
                    $0.batchSize = Int(size)
                    $0.learningRate = 0.002 * size
                    $0.steps = 2 * Base.steps
                    $0.validateEvery = .every(24)
                    $0.checkpointEvery = .every(48)
                }
                return Mutant(
                    causes: [.batchnormBatchTooSmall], severity: severity, base: base.name,
                    faulty: faulty, twin: faulty.with { $0.batchSize = Base.batchSize },
                    measure: .finalValidation)
            }
        }
    }

    /// Biases so low that rectifiers never fire.
    static func deadUnits(_ split: Split) -> [Mutant] {
        Base.all(split, .none).flatMap { base in
            severities(split, [[-1.5, -3, -8], [-2, -4, -10]]).map { severity, bias in
                Mutant(
                    causes: [.deadUnits], severity: severity, base: base.name,
                    faulty: base.recipe.with {
                        $0.initialization = Initialization(.he, bias: bias)
                    },
                    twin: base.recipe, measure: .meanTraining)
            }
        }
    }

    /// Deep networks whose signal shrinks, by small weights or by sigmoids.
    static func vanishingGradient(_ split: Split) -> [Mutant] {
        Base.all(split, .none).flatMap { base in
            let twin = base.recipe.with { $0.model = base.deepModel }
            return severities(split, [[0.5, 0.25, 0.1], [0.4, 0.2, 0.08]]).map {
                severity, factor in
                Mutant(
                    causes: [.vanishingGradient], severity: severity, base: base.name,
                    faulty: twin.with {
                        if base.architecture == .mixed { $0.activation = .sigmoid }
                        $0.initialization = .normal(factor * base.deepDeviation)
                    },
                    twin: twin, measure: .meanTraining)
            }
        }
    }

    /// Deep networks whose signal grows.
    static func explodingGradient(_ split: Split) -> [Mutant] {
        Base.all(split, .none).flatMap { base in
            let twin = base.recipe.with { $0.model = base.deepModel }
            return severities(split, [[1.5, 2, 3], [1.6, 2.2, 4]]).map { severity, factor in
                Mutant(
                    causes: [.explodingGradient], severity: severity, base: base.name,
                    faulty: twin.with {
                        $0.initialization = .normal(factor * base.deepDeviation)
                    },
                    twin: twin, measure: .meanTraining)
            }
        }
    }

    /// First weights whose scale normalization makes meaningless, but whose squares do not fit.
    static func numericOverflow(_ split: Split) -> [Mutant] {
        Base.all(split, .batch).flatMap { base in
            severities(split, [[1e19, 3e19, 1e20], [1.5e19, 5e19, 2e20]]).map { severity, gain in
                Mutant(
                    causes: [.numericOverflow], severity: severity, base: base.name,
                    faulty: base.recipe.with(.hugeWeights(gain: Float(gain))),
                    twin: base.recipe, measure: .meanTraining)
            }
        }
    }
}
