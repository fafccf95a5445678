import BallastEvents
import Testing

@Suite("Configuration files")
struct ConfigurationFileTests {
    @Test("the command line wins over the file, the file over the defaults")
    func layers() throws {
        let workspace = try Workspace()
        try workspace.write(
            """
            data: shapes7:train=64,test=32
            model: lenet5
            lr: 1e-3
            batchSize: 16
            epochs: 3
            guard: off
            schedule: step:size=3
            threads: 1
            """, to: "own.yaml")
        let result = try workspace.run(
            "train", "--config", "own.yaml", "--steps", "2", "--batch-size", "8", "--out", "run",
            "--quiet")
        #expect(result.status == 0)
        let configuration = try workspace.manifest("run").configuration
        #expect(configuration.learningRate == 0.001)
        #expect(configuration.batchSize == 8)
        #expect(configuration.steps == 2)
        #expect(configuration.epochs == nil)
        #expect(configuration.guardMode == .off)
        #expect(configuration.momentum == 0.9)
    }

    @Test("what --print-config prints is such a file")
    func printed() throws {
        let workspace = try Workspace()
        let first = try workspace.run(
            "train", "--lr", "0.3", "--initialization", "he", "--out", "a", "--print-config")
        #expect(first.status == 0)
        try workspace.write(first.output, to: "printed.yaml")
        let second = try workspace.run("train", "--config", "printed.yaml", "--print-config")
        #expect(second.output == first.output)
        #expect(first.output.contains("initialization: he\n"))
    }

    @Test(
        "mistakes are usage errors that say where and what",
        arguments: [
            ("batch-size: 32", Int32(64), "did you mean 'batchSize'"),
            ("learningRate: 1", 64, "did you mean 'lr'"),
            ("lr: fast", 64, "'lr': the value is no number"),
            ("optimizer: sdg", 64, "'optimizer': the value is none of sgd, adam"),
            ("schedule: cosin", 64, "cosine"),
            ("order: random", 64, "none of shuffled, fixed, sequential, by-class"),
            ("earlyStop: patience=x", 64, "'x'"),
            ("initialization: he:bias", 64, "'initialization'"),
            ("lr: -1", 64, "--lr"),
            ("just words", 65, "own.yaml"),
            ("a: [", 65, "own.yaml"),
        ])
    func mistakes(text: String, status: Int32, message: String) throws {
        let workspace = try Workspace()
        try workspace.write(text, to: "own.yaml")
        let result = try workspace.run("train", "--config", "own.yaml")
        #expect(result.status == status)
        #expect(result.error.contains(message))
    }
}
