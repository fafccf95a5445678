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

    @Test("a run's effective configuration repeats it to the bit")
    func repeating() throws {
        let workspace = try Workspace()
        try workspace.write(
            """
            data: shapes7:train=64,test=32
            model: mlp:depth=2,width=16
            normalization: batch
            batchSize: 8
            steps: 12
            seed: 5
            order: fixed
            optimizer: adamw
            lr: 0.003
            schedule: cosine
            ema: 0.9
            checkpointEvery: 5
            keepCheckpoints: 2
            bestMetric: top-k-accuracy
            validateEvery: 4
            earlyStop: patience=50
            """, to: "own.yaml")
        #expect(
            try workspace.run(
                "train", "--config", "own.yaml", "--threads", "1", "--out", "a", "--quiet"
            ).status == 0)
        let printed = try workspace.run("train", "--config", "a", "--print-config")
        #expect(printed.status == 0)
        try workspace.write(printed.output, to: "printed.yaml")
        for (source, out) in [("a", "b"), ("a/run.json", "c"), ("printed.yaml", "d")] {
            let result = try workspace.run("train", "--config", source, "--out", out, "--quiet")
            #expect(result.status == 0, "\(result.error)")
            #expect(try workspace.files("\(out)/checkpoints") == workspace.files("a/checkpoints"))
            let last = { workspace.checkpointPath($0, 12) }
            #expect(try workspace.bytes(last(out)) == workspace.bytes(last("a")))
            #expect(try workspace.steps(out).map(\.loss) == workspace.steps("a").map(\.loss))
            var configuration = try workspace.manifest(out).configuration
            configuration.out = "a"
            #expect(try configuration == workspace.manifest("a").configuration)
        }
    }

    @Test("every option of train that shapes a run is a key of the file, and the other way round")
    func completeness() throws {
        let help = try Workspace().run("train", "--help").output
        let aside: Set = [
            "--resume", "--config", "--print-config", "--plot", "--format", "--quiet", "--help",
            "--version",
        ]
        let words = help.split { " \n,/()[]<>'.`;".contains($0) }.map(String.init)
        let options = Set(words.filter { $0.hasPrefix("--") && $0.count > 3 })
            .subtracting(aside).filter { !$0.hasPrefix("--no-") }
        let keys = Set(RunConfiguration.Key.allCases.map(\.option))
        #expect(options.subtracting(keys).isEmpty)
        #expect(keys.subtracting(options).isEmpty)
    }

    @Test(
        "mistakes are usage errors that say where and what",
        arguments: [
            ("batch-size: 32", Int32(64), "Did you mean 'batchSize'"),
            ("learningRate: 1", 64, "Did you mean 'lr'"),
            ("lr: fast", 64, "'lr': the value is no number"),
            ("optimizer: sdg", 64, "'optimizer': the value is none of sgd, adam"),
            ("schedule: cosin", 64, "cosine"),
            ("order: random", 64, "none of shuffled, stratified, weighted, fixed"),
            ("earlyStop: patience=x", 64, "'x'"),
            ("initialization: he:bias", 64, "'initialization'"),
            ("lr: -1", 64, "--lr"),
            ("keepCheckpoints: 1", 64, "'1' is neither a number of at least 2 nor 'all'"),
            ("bestMetric: f1", 64, "none of loss, accuracy, top-k-accuracy"),
            ("keepCheckpoint: 3", 64, "Did you mean 'keepCheckpoints'"),
            ("resume: runs/a", 64, "has no key 'resume'"),
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
