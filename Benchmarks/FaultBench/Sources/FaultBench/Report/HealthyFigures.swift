import Ballast

/// False alarms.
struct HealthyFigures: Codable, Sendable {
    struct Flagged: Codable, Sendable {
        var id: String
        var cause: String
        var symptoms: [String]
    }

    var cases = 0
    var notCounted: [String: Int] = [:]
    var flagged: [Flagged]
    var flaggedFromLog: [Flagged]
    var autoTrainerFlagged = 0
    var sixSigmaFlagged = 0

    init(_ results: [CaseResult]) {
        let counted = results.filter { $0.notCounted == nil && $0.failure == nil }
        cases = counted.count
        for result in results {
            if let reason = result.notCounted { notCounted[reason, default: 0] += 1 }
        }
        flagged = counted.compactMap { Self.flag($0, $0.full) }
        flaggedFromLog = counted.compactMap { Self.flag($0, $0.log) }
        autoTrainerFlagged = counted.count { !($0.baselines?.autoTrainer ?? []).isEmpty }
        sixSigmaFlagged = counted.count { $0.baselines?.sixSigma != nil }
    }

    private static func flag(_ result: CaseResult, _ answer: CaseResult.Answer?) -> Flagged? {
        guard let answer, answer.detected else { return nil }
        return Flagged(
            id: result.id, cause: answer.leading?.cause.rawValue ?? "none",
            symptoms: answer.symptoms)
    }
}
