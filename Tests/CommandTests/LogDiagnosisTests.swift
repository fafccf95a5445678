import Foundation
import Testing

@Suite("diagnose: logs of others")
struct LogDiagnosisTests {
    /// A log whose loss falls, and is not finite from step 40 on where it is a broken one.
    private func table(broken: Bool, rate: Double) -> String {
        "step,train_loss,val_loss,lr\n"
            + (0..<80).map { step in
                let loss = 0.2 + 2 / (1 + 0.1 * Double(step))
                let value = broken && step >= 40 ? "nan" : "\(loss)"
                return "\(step),\(value),\(step % 10 == 9 ? "\(loss * 1.1)" : ""),\(rate)\n"
            }.joined()
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test("a log gets findings, causes, code for its framework and what would settle it")
    func one() throws {
        let workspace = try Workspace()
        try workspace.write(table(broken: true, rate: 0.5), to: "log.csv")
        let result = try workspace.run("diagnose", "log.csv", "--format", "json")
        #expect(result.status == 0)
        let answer = try object(result.output)
        #expect(answer["schema"] as? Int == 1 && answer["health"] as? String == "unhealthy")
        #expect((answer["source"] as? [String: Any])?["kind"] as? String == "csv")
        let cause = try #require((answer["causes"] as? [[String: Any]])?.first)
        #expect(cause["cause"] as? String == "non-finite-data")
        #expect(cause["verdict"] as? String == "likely")
        #expect((cause["settledBy"] as? String)?.isEmpty == false)
        #expect(
            ((cause["remedy"] as? [String: Any])?["code"] as? String)?.contains("torch") == true)
        let text = try workspace.run("diagnose", "log.csv")
        #expect(text.output.contains("What would settle it"))
        #expect(try workspace.run("diagnose", "log.csv", "--fail-on-finding").status == 4)
    }

    @Test("nothing is said of a healthy log")
    func healthy() throws {
        let workspace = try Workspace()
        try workspace.write(table(broken: false, rate: 0.5), to: "log.csv")
        let result = try workspace.run(
            "diagnose", "log.csv", "--format", "json", "--fail-on-finding")
        #expect(result.status == 0)
        let answer = try object(result.output)
        #expect(answer["health"] as? String == "healthy")
        #expect((answer["causes"] as? [Any])?.isEmpty == true)
        #expect((answer["findings"] as? [Any])?.isEmpty == true)
    }

    @Test("several runs are compared by what only the broken ones have")
    func several() throws {
        let workspace = try Workspace()
        for (name, broken, rate) in [
            ("a", true, 0.4), ("b", true, 0.8), ("c", false, 0.1), ("d", false, 0.05),
        ] {
            try workspace.write(table(broken: broken, rate: rate), to: "\(name).csv")
        }
        let names = ["a.csv", "b.csv", "c.csv", "d.csv"]
        let result = try workspace.run(["diagnose"] + names)
        #expect(result.output.contains("2 of 4 runs are unhealthy"))
        #expect(result.output.contains("the highest rate is 0.4 or more in every broken run"))
        let answer = try object(
            try workspace.run(["diagnose"] + names + ["--format", "json"]).output)
        #expect((answer["runs"] as? [Any])?.count == 4)
        #expect((answer["common"] as? [String])?.isEmpty == false)
    }

    @Test("columns that leave a doubt are asked for, and named by --map")
    func mapping() throws {
        let workspace = try Workspace()
        let text = table(broken: true, rate: 0.1)
            .replacingOccurrences(of: "train_loss", with: "criterion_a")
            .replacingOccurrences(of: "val_loss", with: "criterion_b")
        try workspace.write(text, to: "log.csv")
        let doubt = try workspace.run("diagnose", "log.csv")
        #expect(doubt.status == 65 && doubt.error.contains("--map"))
        let result = try workspace.run(
            "diagnose", "log.csv", "--map", "train-loss=criterion_a", "--format", "json")
        #expect(try object(result.output)["health"] as? String == "unhealthy")
        #expect(try workspace.run("diagnose", "log.csv", "--map", "loss").status == 64)
        #expect(try workspace.run("diagnose", "log.csv", "--apply").status == 64)
    }

    @Test("comparing runs of Ballast leaves what was proven of them")
    func keepsProof() throws {
        let workspace = try Workspace()
        for name in ["one", "two"] { try workspace.train(name, steps: 2) }
        try workspace.write("proven before", to: "one/diagnosis.json")
        let result = try workspace.run("diagnose", "one", "two", "--format", "json")
        #expect(result.status == 0)
        #expect((try object(result.output)["runs"] as? [Any])?.count == 2)
        #expect(try workspace.read("one/diagnosis.json") == "proven before")
        #expect(!FileManager.default.fileExists(atPath: "\(workspace.path)/two/diagnosis.json"))
    }

    @Test("a log becomes a table, and a run of Ballast too")
    func export() throws {
        let workspace = try Workspace()
        try workspace.write(table(broken: true, rate: 0.1), to: "log.csv")
        #expect(try workspace.run("export", "log.csv", "--metrics", "table.csv").status == 0)
        let lines = try workspace.read("table.csv").split(separator: "\n")
        #expect(lines.count == 81 && lines[0].hasPrefix("step,train_loss,validation_loss"))
        #expect(lines[41].hasPrefix("40,nan"))
        #expect(try workspace.run("export", "log.csv", "--metrics", "table.csv").status == 73)
        #expect(try workspace.run("export", "log.csv").status == 64)
    }
}
