import Ballast

/// What the bench says of the doctor.
struct BenchReport: Codable, Sendable {
    var goals: [Goal]
    var overall: Figures
    var causes: [String: Figures]
    var pairs: Figures
    var healthy: HealthyFigures
    /// How often each set of causes was taken for each leading cause, by the full diagnosis and
    /// from the log alone.
    var confusion: [String: [String: Int]]
    var logConfusion: [String: [String: Int]]
    /// How many mutants of each cause do not count, by reason.
    var notCounted: [String: [String: Int]]
    var undetected: [String]
    var unrepaired: [String]
    var failures: [String]

    init(_ results: [CaseResult]) {
        let faulty = results.filter { !$0.isHealthy }
        overall = Figures(faulty)
        causes = Dictionary(
            grouping: faulty.filter { $0.causes.count == 1 }, by: { $0.causes[0].rawValue }
        ).mapValues(Figures.init)
        pairs = Figures(faulty.filter { $0.causes.count > 1 })
        healthy = HealthyFigures(results.filter(\.isHealthy))
        goals = Goal.all(overall, healthy)
        let counted = faulty.filter { $0.notCounted == nil && $0.failure == nil }
        confusion = Self.confusion(counted) { $0.full }
        logConfusion = Self.confusion(counted) { $0.log }
        notCounted = Self.notCounted(faulty)
        undetected = counted.filter { !($0.full?.detected ?? false) }.map(\.id)
        unrepaired = counted.filter { !($0.repair?.repaired ?? true) }.map(\.id)
        failures = results.compactMap { result in result.failure.map { "\(result.id): \($0)" } }
    }

    private static func notCounted(_ results: [CaseResult]) -> [String: [String: Int]] {
        var table: [String: [String: Int]] = [:]
        for result in results {
            guard let reason = result.notCounted else { continue }
            let truth = result.causes.map(\.rawValue).joined(separator: "+")
            table[truth, default: [:]][reason, default: 0] += 1
        }
        return table
    }

    private static func confusion(
        _ results: [CaseResult], _ answer: (CaseResult) -> CaseResult.Answer?
    ) -> [String: [String: Int]] {
        var table: [String: [String: Int]] = [:]
        for result in results {
            let truth = result.causes.map(\.rawValue).joined(separator: "+")
            let said = answer(result)?.leading?.cause.rawValue ?? "nothing"
            table[truth, default: [:]][said, default: 0] += 1
        }
        return table
    }

    /// Writes `report.json` and `report.txt`, and the text to standard output.
    func publish(in folder: String) throws {
        try AtomicFile.write("\(folder)/report.json", try JSONCoding.encodeIndented(self))
        try AtomicFile.write("\(folder)/report.txt", Array(text.utf8))
        print(text, terminator: "")
    }
}
