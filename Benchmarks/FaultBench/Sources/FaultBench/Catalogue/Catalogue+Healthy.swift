import Ballast

/// Runs in which nothing is wrong, most of which look as if something were.
extension Catalogue {
    private typealias Look = (name: String, change: (inout Recipe) -> Void)

    static func healthy(_ split: Split) -> [BenchCase] {
        let seeds = split.seeds.prefix(split == .tuning ? 1 : 2)
        let looks = courses(split) + optimizers(split) + networks + data(split)
        return Base.mixed(split).flatMap { base in
            looks.flatMap { look in
                var recipe = base.recipe
                look.change(&recipe)
                return seeds.map {
                    BenchCase(
                        split: split,
                        truth: .healthy(recipe, look: "\(look.name)/\(base.name)"), seed: $0)
                }
            }
        }
    }

    /// The rate's course and the run's length.
    private static func courses(_ split: Split) -> [Look] {
        let isTuning = split == .tuning
        return [
            ("plain", { _ in }),
            (
                "cosine",
                { $0.configuration.schedule = ScheduleSpec(.cosine(total: nil, minimum: 0)) }
            ),
            (
                "restarts",
                {
                    let rate = $0.configuration.learningRate
                    $0.configuration.schedule = ScheduleSpec(
                        .cosineRestarts(
                            first: isTuning ? 72 : 60, multiplier: 1, minimum: 0.15 * rate),
                        unit: .step)
                }
            ),
            (
                "one-cycle",
                {
                    $0.configuration.learningRate *= 2
                    $0.configuration.schedule = ScheduleSpec(.oneCycle(OneCycleSpec()))
                }
            ),
            (
                "late-drop",
                {
                    $0.configuration.schedule = ScheduleSpec(
                        .multistep(milestones: [isTuning ? 180 : 210], gamma: 0.1), unit: .step)
                }
            ),
            (
                "polynomial",
                { $0.configuration.schedule = ScheduleSpec(.polynomial(total: nil, power: 1)) }
            ),
            ("high-plateau", { $0.configuration.learningRate *= 0.1 }),
            ("few-steps", { $0.configuration.steps = isTuning ? 72 : 60 }),
            ("warm-up", { $0.configuration.warmup = isTuning ? 60 : 80 }),
            (
                "patient-plateau",
                {
                    var rule = PlateauSpec()
                    rule.patience = 5
                    rule.factor = 0.5
                    $0.configuration.schedule = ScheduleSpec(.plateau(rule))
                }
            ),
            ("patient-stop", { $0.configuration.earlyStop = EarlyStopSpec(patience: 10) }),
        ]
    }

    private static func optimizers(_ split: Split) -> [Look] {
        let isTuning = split == .tuning
        return [
            (
                "small-batch",
                {
                    $0.configuration.batchSize = isTuning ? 8 : 10
                    $0.configuration.learningRate *= 0.25
                }
            ),
            ("large-batch", { $0.configuration.batchSize = isTuning ? 128 : 96 }),
            (
                "adam",
                {
                    $0.configuration.optimizer = .adam
                    $0.configuration.learningRate = 1e-3
                }
            ),
            (
                "adamw",
                {
                    $0.configuration.optimizer = .adamw
                    $0.configuration.learningRate = 1e-3
                    $0.configuration.weightDecay = 0.05
                }
            ),
            (
                "rmsprop",
                {
                    $0.configuration.optimizer = .rmsprop
                    $0.configuration.momentum = 0
                    $0.configuration.learningRate = 5e-4
                }
            ),
            ("weight-decay", { $0.configuration.weightDecay = isTuning ? 0.01 : 0.02 }),
            ("nesterov", { $0.configuration.nesterov = true }),
            (
                "no-momentum",
                {
                    $0.configuration.momentum = 0
                    $0.configuration.learningRate *= 5
                }
            ),
            ("clipped", { $0.configuration.clipNorm = 1 }),
            ("averaged", { $0.configuration.ema = 0.99 }),
        ]
    }

    private static var networks: [Look] {
        [
            ("tanh", { $0.configuration.activation = .tanh }),
            ("leaky", { $0.configuration.activation = .leakyReLU }),
            ("label-smoothing", { $0.configuration.labelSmoothing = 0.1 }),
        ]
    }

    private static func data(_ split: Split) -> [Look] {
        let isTuning = split == .tuning
        return [
            ("noisy-labels", { $0.dataFaults = [.noisyLabels(share: isTuning ? 0.4 : 0.3)] }),
            ("small-validation", { $0.validationSamples = isTuning ? 48 : 56 }),
            ("rare-validation", { $0.configuration.validateEvery = .every(isTuning ? 48 : 72) }),
            (
                "one-epoch", { $0.trainingSamples = Base.steps * Base.batchSize }
            ),
        ]
    }
}
