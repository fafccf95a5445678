import BallastCore
import BallastEvents
import Testing

@Suite("Evaluations of models")
struct ModelEvaluationTests {
    private static let evaluation = ModelEvaluation(
        step: 60, part: "validation", samples: 21, loss: .nan, accuracy: 0.6, topK: 2,
        topKAccuracy: 0.9, classNames: ["cat", "dog", "none"], classSamples: [10, 11, 0],
        confusion: [[8, 2, 0], [6, 4, 0], [0, 0, 0]],
        worst: [
            WorstSample(
                index: 3, label: 1, guess: nil, guessProbability: nil, labelProbability: nil,
                loss: .nan, file: "dog/3.png", thumbnail: "AAAA"),
            WorstSample(
                index: 5, label: 0, guess: 1, guessProbability: 0.9, labelProbability: 0.1,
                loss: .infinity),
        ])

    @Test("recall, precision and mistakes are those of the matrix")
    func shares() {
        let evaluation = Self.evaluation
        #expect(evaluation.recall(0) == 0.8 && evaluation.recall(2) == nil)
        #expect(evaluation.precision(0) == 8.0 / 14 && evaluation.precision(2) == nil)
        // One dog has no guess.
        #expect(evaluation.recall(1) == 4.0 / 11)
        #expect(evaluation.mistakes.map(\.count) == [6, 2])
        #expect(evaluation.mistakes.map(\.label) == [1, 0])
    }

    @Test("a written evaluation is read again, numbers that are not finite too")
    func roundTrip() throws {
        let bytes = try JSONCoding.encode(Self.evaluation)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("\"loss\":\"nan\"") && text.contains("\"loss\":\"inf\""))
        #expect(text.contains("\"checkpoint\":60") && text.contains("\"class\":\"cat\""))
        let read = try JSONCoding.decode(ModelEvaluation.self, from: bytes, at: "file")
        #expect(try JSONCoding.encode(read) == bytes)
        #expect(read.worst.map(\.index) == [3, 5] && read.worst[0].guess == nil)
    }

    @Test(
        "what contradicts itself is damaged",
        arguments: [
            ("[[8,2,0],[6,4,0],[0,0,0]]", "[[8,2,0],[6,4,0]]"),
            ("[[8,2,0],[6,4,0],[0,0,0]]", "[[8,2],[6,4],[0,0]]"),
            ("[[8,2,0],[6,4,0],[0,0,0]]", "[[8,2,-1],[6,4,0],[0,0,0]]"),
            ("[[8,2,0],[6,4,0],[0,0,0]]", "[[9223372036854775807,2,0],[6,4,0],[0,0,0]]"),
            ("\"guess\":1", "\"guess\":3"), ("\"label\":0", "\"label\":-1"),
            ("\"samples\":21", "\"samples\":-21"),
        ])
    func damage(piece: String, replacement: String) throws {
        let text = String(decoding: try JSONCoding.encode(Self.evaluation), as: UTF8.self)
        #expect(text.contains(piece))
        let bytes = Array(text.replacing(piece, with: replacement).utf8)
        #expect(throws: BallastError.self) {
            try JSONCoding.decode(ModelEvaluation.self, from: bytes, at: "file")
        }
    }
}
