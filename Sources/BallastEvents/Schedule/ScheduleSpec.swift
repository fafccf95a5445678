/// A learning-rate schedule as a person writes it: `NAME[:key=value,…]`.
///
/// `cosine`, `step:size=10,gamma=0.5`, `multistep:milestones=30+60,gamma=0.1`. The semantics and
/// default values are those of `torch.optim.lr_scheduler`. The key `every=epoch|step` says what
/// lengths count; without it `step`, `multistep`, `exponential` and `cosine-restarts` count epochs
/// and `polynomial`, `cosine` and `onecycle` count steps. `plateau` counts validations and has no
/// such key. A `total` that is not given is the whole run.
public struct ScheduleSpec: Hashable, Sendable {
    public enum Form: Hashable, Sendable {
        case constant
        /// The rate times `gamma` after every `size` units.
        case step(size: Int, gamma: Double)
        /// The rate times `gamma` at each milestone.
        case multistep(milestones: [Int], gamma: Double)
        /// The rate times `gamma` after every unit.
        case exponential(gamma: Double)
        /// The rate times `(1 − t / total)^power`.
        case polynomial(total: Int?, power: Double)
        /// Half a cosine wave from the base rate to `minimum`.
        case cosine(total: Int?, minimum: Double)
        /// Half waves that start anew, the first of `first` units, each `multiplier` times longer.
        case cosineRestarts(first: Int, multiplier: Int, minimum: Double)
        case oneCycle(OneCycleSpec)
        case plateau(PlateauSpec)
    }

    public var form: Form
    /// What the form's lengths count; without meaning for `constant` and `plateau`.
    public var unit: ScheduleUnit

    /// - Parameter unit: nil for the form's usual one.
    public init(_ form: Form, unit: ScheduleUnit? = nil) {
        self.form = form
        self.unit = unit ?? form.usualUnit
    }

    public static let constant = ScheduleSpec(.constant)
}

extension ScheduleSpec.Form {
    /// What the form counts when `every` is not given.
    public var usualUnit: ScheduleUnit {
        switch self {
        case .step, .multistep, .exponential, .cosineRestarts: .epoch
        case .constant, .polynomial, .cosine, .oneCycle, .plateau: .step
        }
    }
}
