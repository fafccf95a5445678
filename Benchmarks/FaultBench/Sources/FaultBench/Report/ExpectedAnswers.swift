import Ballast
import FoundationEssentials

/// The answers that the short cut of the bench must give, exactly.
enum ExpectedAnswers {
    struct Answer: Codable, Hashable {
        /// Whether the mutant is worse than its twin, or the healthy run is healthy.
        var counts: Bool
        var leading: Cause?
        var leadingFromLog: Cause?
        var repaired: Bool?

        init(_ result: CaseResult) {
            counts = result.notCounted == nil
            leading = result.full?.leading?.cause
            leadingFromLog = result.log?.leading?.cause
            repaired = result.repair?.repaired
        }
    }

    /// From the package's own folder.
    private static var path: String {
        let parts = #filePath.split(separator: "/").dropLast(4)
        return "/" + parts.joined(separator: "/") + "/expected-answers.json"
    }

    /// By case.
    static func read() throws -> [String: Answer] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw BallastError(.notFound, "there are no expected answers", at: path)
        }
        return try JSONCoding.decode([String: Answer].self, from: [UInt8](data), at: path)
    }

    /// Takes the answers of results for the right ones from now on.
    static func write(_ results: [CaseResult]) throws {
        var answers: [String: Answer] = [:]
        for result in results { answers[result.id] = Answer(result) }
        try AtomicFile.write(path, try JSONCoding.encodeIndented(answers))
    }

    /// - Throws: where a case has no result or another answer.
    static func check(_ results: [CaseResult], of cases: [BenchCase]) throws {
        let expected = try read()
        var given: [String: Answer] = [:]
        for result in results { given[result.id] = Answer(result) }
        let wrong = cases.filter { given[$0.id] != expected[$0.id] }.map(\.id)
        let unknown = expected.keys.filter { id in !cases.contains { $0.id == id } }
        guard wrong.isEmpty, unknown.isEmpty else {
            throw BallastError(
                .badInput, "other answers than expected: \((wrong + unknown).sorted())", at: path,
                mend: "see the report; where the new answers are right, write them there")
        }
    }
}
