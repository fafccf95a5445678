import BallastEvents
import BallastTraining
import Testing

@Suite("Choices about data, model and course")
struct ChoiceTests {
    private static let file = """
        data: shapes7:train=64,test=32
        model: cnn:depth=3,width=8
        normalization: batch
        batchnormMomentum: 0.05
        activation: leaky-relu
        initialization: normal:0.05,bias=-0.5
        order: by-class
        orderSeed: 3
        pixels: bytes
        optimizer: adamw
        lr: 1e-3
        updateClip: 1
        reestimate: 2
        earlyStop: patience=9,min-delta=0.001
        batchSize: 16
        steps: 8
        validateEvery: 4
        threads: 1
        """

    @Test("evaluate measures what the run's last validation did")
    func throughEvaluate() throws {
        let workspace = try Workspace()
        try workspace.write(Self.file, to: "own.yaml")
        let result = try workspace.run("train", "--config", "own.yaml", "--out", "run", "--quiet")
        #expect(result.status == 0)
        let manifest = try workspace.manifest("run")
        #expect(manifest.configuration.order == .byClass)
        #expect(manifest.configuration.earlyStop?.patience == 9)
        #expect(manifest.preprocessing.mean == [0, 0, 0])
        let loss = try #require(
            try workspace.events("run").compactMap { event in
                if case .validation(let record) = event.kind { record.loss } else { nil }
            }.last)
        let answer = try Workspace.json(
            try workspace.run("evaluate", "run", "--threads", "1", "--format", "json"))
        let found = try #require(answer["loss"] as? Double)
        #expect(abs(found - loss) < 1e-5)
    }

    @Test("a run without --out has a name without the signs of its model's keys")
    func ownName() throws {
        let workspace = try Workspace()
        let result = try workspace.run(
            Workspace.tiny + ["--model", "mlp:depth=1,width=8", "--steps", "1", "--format", "json"])
        let run = try #require(try Workspace.json(result)["run"] as? String)
        #expect(run.hasSuffix("-mlp-depth-1-width-8"))
        #expect(try workspace.manifest(run).configuration.model == "mlp:depth=1,width=8")
    }
}
