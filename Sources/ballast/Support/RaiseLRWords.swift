import Ballast

/// The words for what came of a remedy.
enum RaiseLRWords {
    static func outcome(_ standing: RemedyStanding, target: Double?) -> String {
        let loss = standing.endLoss.map(NumberText.short) ?? "-"
        let length = standing.length ?? 0
        switch standing.outcome(target: target) {
        case .reached:
            return "target after \(standing.steps(to: target) ?? 0) steps, "
                + "loss \(loss) after \(length)"
        case .notReached: return "loss \(loss) after \(length) steps"
        case .unstable: return instability(standing)
        case .impossible: return "impossible: \(standing.fault ?? "")"
        case .undetermined: return "undetermined"
        }
    }

    /// As short as a cell of a table.
    static func cell(_ standing: RemedyStanding, _ found: RateRaising) -> String {
        switch found.outcome(standing) {
        case .reached: "\(found.steps(standing) ?? 0)"
        case .notReached: found.target == nil ? "-" : "not reached"
        case .unstable: instability(standing)
        case .impossible: "impossible"
        case .undetermined: "undetermined"
        }
    }

    /// What the lowest rate of all came to, where none was stable.
    private static func instability(_ standing: RemedyStanding) -> String {
        let trials = standing.courses.isEmpty ? standing.stability?.trials ?? [] : []
        let lowest = trials.min { $0.learningRate < $1.learningRate }
        return lowest.map { "no stable rate: \(FindLRWords.text($0.verdict))" } ?? "unstable"
    }
}
