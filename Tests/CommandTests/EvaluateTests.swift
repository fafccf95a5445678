import BallastEvents
import Foundation
import Testing

@Suite("Evaluating from the command line")
struct EvaluateTests {
    @Test("the run's own test part gives what the last validation gave")
    func ownData() throws {
        let workspace = try Workspace()
        try workspace.train("run", steps: 6)
        let result = try workspace.run("evaluate", "run", "--threads", "1", "--format", "json")
        #expect(result.status == 0)
        let answer = try Workspace.json(result)
        let validation = try #require(
            try workspace.events("run").compactMap { event in
                if case .validation(let record) = event.kind { record } else { nil }
            }.last)
        #expect(isEqual(answer["loss"], validation.loss))
        #expect(answer["accuracy"] as? Double == validation.accuracy)
        #expect(answer["samples"] as? Int == 64)
        #expect(answer["checkpoint"] as? Int == 6)
        let classes = try #require(answer["perClass"] as? [[String: Any]])
        #expect(classes.count == 7)
        #expect(classes.first?["class"] as? String == "circle")
        #expect(classes.compactMap { $0["samples"] as? Int }.reduce(0, +) == 64)
        let right = classes.map {
            ($0["accuracy"] as? Double ?? 0) * Double($0["samples"] as? Int ?? 0)
        }
        #expect(abs(right.reduce(0, +) / 64 - validation.accuracy) < 1e-9)
    }

    @Test("recall, precision and confusion are those of the predictions")
    func confusion() throws {
        let workspace = try Workspace()
        try workspace.train("run", steps: 40, "--lr", "0.05")
        let result = try workspace.run("evaluate", "run", "--threads", "1", "--format", "json")
        let answer = try Workspace.json(result)
        let matrix = try #require(answer["confusion"] as? [[Int]])
        let classes = try #require(answer["perClass"] as? [[String: Any]])
        #expect(matrix.count == 7 && matrix.allSatisfy { $0.count == 7 })
        for (index, row) in matrix.enumerated() {
            let samples = row.reduce(0, +)
            #expect(classes[index]["samples"] as? Int == samples)
            #expect(isEqual(classes[index]["recall"], Double(row[index]) / Double(samples)))
            let guesses = matrix.reduce(0) { $0 + $1[index] }
            let precision = guesses == 0 ? nil : Double(row[index]) / Double(guesses)
            if let precision { #expect(isEqual(classes[index]["precision"], precision)) }
            #expect((classes[index]["precision"] as? Double == nil) == (precision == nil))
        }
        let right = matrix.indices.reduce(0) { $0 + matrix[$1][$1] }
        #expect(isEqual(answer["accuracy"], Double(right) / 64))
        #expect(matrix.contains { row in row.filter { $0 > 0 }.count > 1 })

        let text = try workspace.run("evaluate", "run", "--threads", "1", "--quiet")
        #expect(text.error.isEmpty)
        #expect(text.output.contains("recall"))
        #expect(text.output.contains("What each class (row) is taken for (column)"))
        for (name, row) in zip(classes, matrix) {
            let cells = [name["class"] as? String ?? ""] + row.map { $0 == 0 ? "." : "\($0)" }
            #expect(
                text.output.split(separator: "\n").contains {
                    $0.split(separator: " ").map(String.init) == cells
                })
        }
    }

    @Test("damaged runs are errors that say what and where")
    func damage() throws {
        let workspace = try Workspace()
        try workspace.train("run", steps: 1)
        let tensors = workspace.checkpointPath("run", 1)
        let record = tensors.replacingOccurrences(of: ".safetensors", with: ".json")
        for path in [tensors, record, "run/run.json"] {
            let whole = try workspace.bytes(path)
            try workspace.write(Array(whole.prefix(whole.count / 2)), to: path)
            let result = try workspace.run("evaluate", "run", "--threads", "1")
            #expect(result.status == 65)
            #expect(result.error.hasPrefix("ballast: error: \(path): "), "\(result.error)")
            try workspace.write(whole, to: path)
        }
        try workspace.write(Array("{\"kind\"\n{}\n".utf8), to: "run/events.jsonl")
        let best = try workspace.run("evaluate", "run", "--checkpoint", "best")
        #expect(best.status == 65)
        #expect(best.error.hasPrefix("ballast: error: run/events.jsonl:1: "))
    }

    @Test("best is the checkpoint with the lowest validation loss")
    func best() throws {
        let workspace = try Workspace()
        // The second epoch runs at a rate that spoils what the first has learnt.
        try workspace.train(
            "run", steps: 16, "--schedule", "step:size=1,gamma=300", "--lr", "0.01")
        let best = try workspace.events("run").compactMap { event in
            if case .validation(let record) = event.kind { record } else { nil }
        }.min { $0.loss < $1.loss }
        let result = try workspace.run(
            "evaluate", "run", "--checkpoint", "best", "--format", "json")
        let answer = try Workspace.json(result)
        #expect(answer["checkpoint"] as? Int == best?.step)
        #expect(isEqual(answer["loss"], best?.loss ?? .nan))
    }

    /// Foundation's JSONSerialization is off by some units in the last place.
    private func isEqual(_ value: Any?, _ expected: Double) -> Bool {
        guard let value = value as? Double else { return false }
        return abs(value - expected) <= 1e-12 * abs(expected)
    }

    @Test("other data of the same classes is evaluated as a whole")
    func otherData() throws {
        let workspace = try Workspace()
        try workspace.train("run", steps: 1)
        let result = try workspace.run(
            "evaluate", "run", "--data", "shapes7:train=35,test=0,seed=9", "--format", "json")
        #expect(try Workspace.json(result)["samples"] as? Int == 35)
    }

    @Test(
        "what does not fit is refused with a reason",
        arguments: [
            (["--data", "shapes7:size=48"], Int32(64), "48 pixels"),
            (["--checkpoint", "7"], 66, "0, 1"),
            (["--checkpoint", "newest"], 64, "--checkpoint"),
            (["--average"], 64, "--average"),
            (["--part", "all"], 64, "--part"),
            (["--threads", "0"], 64, "--threads"),
            (["--data", "shapes7:train=35,test=0", "--part", "test"], 64, "--part"),
        ])
    func refusals(more: [String], status: Int32, message: String) throws {
        let workspace = try Workspace()
        try workspace.train("run", steps: 1)
        let result = try workspace.run(["evaluate", "run"] + more)
        #expect(result.status == status)
        #expect(result.error.contains(message))
    }
}
