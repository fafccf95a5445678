import BallastCore
import BallastEvents
import Foundation
import Testing

@Suite("Predicting from the command line")
struct PredictTests {
    private static func image(_ size: Int, _ channels: Int) -> [UInt8] {
        let pixels = (0..<(size * size * channels)).map { UInt8(truncatingIfNeeded: $0 * 37) }
        return UncompressedPNG.bytes(
            width: size, height: size, channels: channels, pixels: pixels)
    }

    @Test("one prediction per file, in order, with logits where asked for")
    func predictions() throws {
        let workspace = try Workspace()
        try workspace.train("run", steps: 2)
        try workspace.write(Self.image(32, 3), to: "a.png")
        try workspace.write(Self.image(50, 1), to: "b.png")
        let result = try workspace.run(
            "predict", "run", "a.png", "b.png", "--logits", "--format", "json")
        #expect(result.status == 0)
        let predictions = try #require(
            try Workspace.json(result)["predictions"] as? [[String: Any]])
        #expect(predictions.compactMap { $0["file"] as? String } == ["a.png", "b.png"])
        let names = try workspace.manifest("run").classNames
        for prediction in predictions {
            let logits = try #require(prediction["logits"] as? [Double])
            let best = try #require(logits.max())
            let label = try #require(logits.firstIndex(of: best))
            #expect(prediction["label"] as? String == names[label])
            let sum = logits.reduce(0) { $0 + exp($1 - best) }
            let probability = try #require(prediction["probability"] as? Double)
            #expect(abs(probability - 1 / sum) < 1e-6)
        }

        let short = try workspace.run("predict", "run", "a.png", "--format", "json")
        let first = try #require(
            (try Workspace.json(short)["predictions"] as? [[String: Any]])?.first)
        #expect(Set(first.keys) == ["file", "label", "probability"])
        #expect(first["label"] as? String == predictions[0]["label"] as? String)
    }

    @Test("a file that is no whole image is named, and nothing is predicted")
    func badFile() throws {
        let workspace = try Workspace()
        try workspace.train("run", steps: 1)
        try workspace.write(Self.image(32, 3), to: "a.png")
        try workspace.write(Array(Self.image(32, 3).prefix(900)), to: "cut.png")
        try workspace.write("no image", to: "text.png")
        for (file, status) in [("cut.png", Int32(65)), ("text.png", 65), ("missing.png", 66)] {
            let result = try workspace.run("predict", "run", "a.png", file)
            #expect(result.status == status)
            #expect(result.error.contains(file))
            #expect(result.output.isEmpty)
        }
    }
}
