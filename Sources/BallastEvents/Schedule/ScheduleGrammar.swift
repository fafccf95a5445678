/// The names and keys of the schedules that exist, for parsing and for messages.
enum ScheduleGrammar: String, CaseIterable {
    case constant
    case step
    case multistep
    case exponential
    case polynomial
    case cosine
    case cosineRestarts = "cosine-restarts"
    case oneCycle = "onecycle"
    case plateau

    /// Keys that must be given.
    var required: [String] {
        switch self {
        case .step: ["size"]
        case .multistep: ["milestones"]
        case .exponential: ["gamma"]
        case .cosineRestarts: ["first"]
        case .constant, .polynomial, .cosine, .oneCycle, .plateau: []
        }
    }

    /// Keys that may be given, beside `every`.
    var optional: [String] {
        switch self {
        case .constant, .exponential: []
        case .step, .multistep: ["gamma"]
        case .polynomial: ["total", "power"]
        case .cosine: ["total", "min"]
        case .cosineRestarts: ["multiplier", "min"]
        case .oneCycle:
            [
                "max", "total", "start", "divisor", "final-divisor", "cycle-momentum",
                "base-momentum", "max-momentum",
            ]
        case .plateau:
            ["mode", "factor", "patience", "threshold", "threshold-mode", "cooldown", "min"]
        }
    }

    var keys: [String] {
        switch self {
        case .constant, .plateau: required + optional
        default: required + optional + ["every"]
        }
    }

    /// Such as `step:size=,[gamma=,every=]`.
    var usage: String {
        let needed = required.map { "\($0)=" }
        let free = keys.dropFirst(required.count).map { "\($0)=" }
        let all = needed + (free.isEmpty ? [] : ["[" + free.joined(separator: ",") + "]"])
        return all.isEmpty ? rawValue : rawValue + ":" + all.joined(separator: ",")
    }

    static var overview: String {
        "the schedules, optional keys in brackets:\n    "
            + allCases.map(\.usage).joined(separator: "\n    ")
    }
}
