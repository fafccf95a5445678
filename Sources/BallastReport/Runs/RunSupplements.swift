import BallastCore
import BallastEvents
import FoundationEssentials

/// What lies in a run directory beside its record, and is shown with it.
public struct RunSupplements: Sendable {
    /// `evaluation.json`, which training writes for its last validation.
    public var evaluation: ModelEvaluation?
    /// `find-lr.json`, where someone has put such an answer.
    public var rateTest: RateTest?
    /// `raise-lr.json`, likewise.
    public var remedies: RemedyRanking?

    /// The files that are looked for.
    package static let files = ["evaluation.json", "find-lr.json", "raise-lr.json"]

    public init() {}

    /// - Parameter isAllowed: whether the file at a path may be read.
    /// - Throws: ``/BallastCore/BallastError`` of kind `badInput` where a file is damaged.
    public init(directory path: String, isAllowed: (String) -> Bool = { _ in true }) throws {
        func bytes(_ name: String) -> Data? {
            isAllowed("\(path)/\(name)")
                ? FileManager.default.contents(atPath: "\(path)/\(name)") : nil
        }
        if let bytes = bytes("evaluation.json") {
            evaluation = try JSONCoding.decode(
                ModelEvaluation.self, from: bytes, at: "\(path)/evaluation.json")
        }
        if let bytes = bytes("find-lr.json") {
            rateTest = try RateTest(json: bytes, at: "\(path)/find-lr.json")
        }
        if let bytes = bytes("raise-lr.json") {
            remedies = try RemedyRanking(json: bytes, at: "\(path)/raise-lr.json")
        }
    }

    var sections: [ReportSection] {
        let images = evaluation.map { EvaluationSections($0).all } ?? []
        let rates = [
            rateTest.flatMap {
                ReportSection(
                    "The learning rate", identifier: "find-lr-answer", RateTestReport($0).html)
            },
            remedies.flatMap {
                ReportSection(
                    "What would raise it", identifier: "raise-lr-answer", RemedyReport($0).html)
            },
        ]
        return images + rates.compactMap { $0 }
    }
}
