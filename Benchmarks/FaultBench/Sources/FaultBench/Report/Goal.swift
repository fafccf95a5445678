/// One figure that the doctor must reach.
struct Goal: Codable, Sendable {
    var name: String
    /// Such as `≥ 99 %`.
    var bound: String
    var measured: String
    var isReached: Bool

    /// A share of cases that must be large.
    init(_ name: String, atLeast percent: Double, _ part: Int, of whole: Int) {
        self.name = name
        bound = "≥ \(Texts.decimal(percent, 0)) %"
        measured = Texts.share(part, of: whole)
        isReached = whole > 0 && 100 * Double(part) >= percent * Double(whole)
    }

    init(_ name: String, bound: String, measured: String, isReached: Bool) {
        self.name = name
        self.bound = bound
        self.measured = measured
        self.isReached = isReached
    }

    static func all(_ faulty: Figures, _ healthy: HealthyFigures) -> [Goal] {
        let guarded = faulty.guardedSteps
        return [
            Goal("faults detected", atLeast: 99, faulty.full.detected, of: faulty.cases),
            Goal(
                "healthy runs flagged", bound: "≤ 1 of 300",
                measured: "\(healthy.flagged.count) of \(healthy.cases)",
                isReached: healthy.cases > 0 && 300 * healthy.flagged.count <= healthy.cases),
            Goal(
                "right cause first, with re-runs", atLeast: 95, faulty.full.rightFirst,
                of: faulty.cases),
            Goal(
                "right cause first, log alone", atLeast: 85, faulty.log.rightFirst,
                of: faulty.cases),
            Goal("repaired", atLeast: 99, faulty.repaired, of: faulty.repairTried),
            Goal(
                "guarded training", bound: "≤ 1.14 ×",
                measured: guarded.map { "\(Texts.decimal($0, 3)) ×" } ?? "–",
                isReached: guarded.map { $0 <= 1.14 } ?? false),
        ]
    }
}
