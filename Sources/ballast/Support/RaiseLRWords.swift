import Ballast

/// The words for what came of a remedy.
struct RaiseLRWords {
    let target: Double?

    func outcome(_ standing: RemedyStanding) -> String {
        let loss = standing.endLoss.map(NumberText.short) ?? "-"
        let length = standing.length ?? 0
        switch standing.outcome(target: target) {
        case .reached:
            return "target after \(standing.steps(to: target) ?? 0) steps, "
                + "loss \(loss) after \(length)"
        case .notReached: return "loss \(loss) after \(length) steps"
        case .unstable: return "unstable"
        case .impossible: return "impossible: \(standing.fault ?? "")"
        case .undetermined: return "undetermined"
        }
    }

    /// As short as a cell of a table.
    func short(_ standing: RemedyStanding) -> String {
        switch standing.outcome(target: target) {
        case .reached: "\(standing.steps(to: target) ?? 0)"
        case .notReached: target == nil ? "-" : "not reached"
        case .unstable: "unstable"
        case .impossible: "impossible"
        case .undetermined: "undetermined"
        }
    }
}
