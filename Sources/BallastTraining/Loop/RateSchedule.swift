import BallastEvents
import BallastOptimizers

/// The learning rate of every step of a run: a schedule with warm-up in front, counted in steps or
/// epochs, or a plateau rule that follows the validation loss.
public struct RateSchedule {
    private enum Form {
        case fixed(any LearningRateSchedule)
        case plateau(PlateauDecay)
    }

    private let base: Double
    private let warmup: Int
    private let unit: ScheduleUnit
    private var form: Form

    /// - Parameters:
    ///   - totalSteps: the length of the run, which schedules without a total of their own span.
    ///   - totalEpochs: the same in epochs, at least 1.
    public init(_ configuration: RunConfiguration, totalSteps: Int, totalEpochs: Int) {
        base = configuration.learningRate
        warmup = configuration.warmup
        let spec = configuration.schedule
        unit = spec.unit
        let span = spec.unit == .epoch ? totalEpochs : max(1, totalSteps - configuration.warmup)
        form = Self.form(spec, base: base, span: span)
    }

    private static func form(_ spec: ScheduleSpec, base: Double, span: Int) -> Form {
        switch spec.form {
        case .constant: .fixed(ConstantRate())
        case .step(let size, let gamma): .fixed(StepDecay(size: size, gamma: gamma))
        case .multistep(let milestones, let gamma):
            .fixed(MultiStepDecay(milestones: milestones, gamma: gamma))
        case .exponential(let gamma): .fixed(ExponentialDecay(gamma: gamma))
        case .polynomial(let total, let power):
            .fixed(PolynomialDecay(total: total ?? span, power: power))
        case .cosine(let total, let minimum):
            .fixed(CosineDecay(total: total ?? span, minimum: minimum))
        case .cosineRestarts(let first, let multiplier, let minimum):
            .fixed(CosineRestarts(first: first, multiplier: multiplier, minimum: minimum))
        case .oneCycle(let cycle):
            .fixed(
                OneCycle(
                    maximum: cycle.maximum ?? base, total: cycle.total ?? span,
                    start: cycle.start, divisor: cycle.divisor,
                    finalDivisor: cycle.finalDivisor,
                    momentumRange: cycle.cyclesMomentum
                        ? cycle.baseMomentum...cycle.maximumMomentum : nil))
        case .plateau(let plateau):
            .plateau(
                PlateauDecay(
                    base: base, mode: plateau.mode == .min ? .min : .max,
                    factor: plateau.factor, patience: plateau.patience,
                    threshold: plateau.threshold,
                    thresholdMode: plateau.thresholdMode == .rel ? .relative : .absolute,
                    cooldown: plateau.cooldown, minimum: plateau.minimum))
        }
    }

    /// The rate of the step after `step` updates, in the given epoch.
    public func learningRate(step: Int, epoch: Int) -> Double {
        let ramp = warmup > 0 ? LinearWarmup.factor(at: step, steps: warmup) : 1
        switch form {
        case .fixed(let schedule):
            return schedule.learningRate(base: base, at: index(step, epoch)) * ramp
        case .plateau(let plateau):
            return plateau.learningRate * ramp
        }
    }

    /// The momentum that the schedule prescribes; nil where it leaves it alone.
    public func momentum(step: Int, epoch: Int) -> Double? {
        guard case .fixed(let schedule) = form else { return nil }
        return schedule.momentum(at: index(step, epoch))
    }

    /// Tells a plateau rule the newest validation.
    ///
    /// - Returns: the new rate if it changed.
    public mutating func observe(_ validation: ValidationRecord) -> Double? {
        guard case .plateau(var plateau) = form else { return nil }
        let before = plateau.learningRate
        let metric = plateau.mode == .min ? validation.loss : validation.accuracy
        let after = plateau.step(metric: metric)
        form = .plateau(plateau)
        return after == before ? nil : after
    }

    /// What a checkpoint keeps of the schedule.
    public var plateau: PlateauDecay? {
        get {
            if case .plateau(let plateau) = form { plateau } else { nil }
        }
        set {
            if case .plateau = form, let newValue { form = .plateau(newValue) }
        }
    }

    private func index(_ step: Int, _ epoch: Int) -> Int {
        unit == .epoch ? epoch : max(0, step - warmup)
    }
}
