import BallastEvents
import BallastTraining
import Testing

@Suite("Remedies")
struct RateRemedyTests {
    private static let plain: RunConfiguration = {
        var plain = RunConfiguration()
        plain.model = "cnn"
        plain.normalization = NormalizationChoice.none
        plain.pixels = .bytes
        plain.momentum = 0
        plain.initialization = .normal(0.5)
        return plain
    }()

    private func names(_ configuration: RunConfiguration) throws -> [String] {
        try RateRemedy.applicable(to: configuration, warmup: 50).map(\.name)
    }

    @Test(
        "each makes a configuration that can be meant",
        arguments: RateRemedy.all(batchSize: 32, warmup: 50))
    func valid(remedy: RateRemedy) throws {
        let changed = try remedy.change.applied(to: Self.plain)
        #expect(try changed.validated() != Self.plain.validated())
        #expect(!remedy.slots.isEmpty)
    }

    @Test("each pair that goes together makes one, and neither undoes the other")
    func pairs() throws {
        let all = RateRemedy.all(batchSize: 32, warmup: 50)
        var count = 0
        for (index, first) in all.enumerated() {
            #expect(!first.goes(with: first))
            for second in all[(index + 1)...] where first.goes(with: second) {
                count += 1
                let set = try #require(RemedySet([first]).adding(second))
                #expect(set.name == "\(first.name) + \(second.name)")
                _ = try set.change.applied(to: Self.plain).validated()
                for (key, value) in first.change.values {
                    #expect(second.change.values[key].map { $0 == value } ?? true, "\(set.name)")
                }
            }
        }
        #expect(count > 100)
    }

    @Test(
        "those that decide on the same thing exclude each other",
        arguments: [
            ("momentum", "adam"), ("adam", "adamw"), ("nesterov", "momentum"),
            ("adamw", "weight-decay"), ("batch-norm", "group-norm"), ("init-he", "init-normal"),
            ("clip-norm", "adaptive-clip"), ("batch-size", "accumulate"), ("onecycle", "cosine"),
            ("onecycle", "warmup"),
        ])
    func conflicts(one: String, other: String) throws {
        let all = RateRemedy.all(batchSize: 32, warmup: 50)
        let first = try #require(all.first { $0.name == one })
        let second = try #require(all.first { $0.name == other })
        #expect(!first.goes(with: second) && !second.goes(with: first))
        #expect(RemedySet([first]).adding(second) == nil)
    }

    @Test("what makes no difference is left out")
    func applicable() throws {
        #expect(try names(Self.plain).count == RateRemedy.all(batchSize: 1, warmup: 1).count)
        let usual = try names(RunConfiguration())
        #expect(!usual.contains("momentum") && !usual.contains("standardized-pixels"))
        #expect(usual.contains("nesterov") && usual.contains("adam"))
        var adam = Self.plain
        adam.optimizer = .adam
        let withAdam = try names(adam)
        #expect(!withAdam.contains("adam") && withAdam.contains("momentum"))
    }

    @Test("weights of a file keep their network and are not initialized")
    func weights() throws {
        var tuned = Self.plain
        tuned.weights = "weights.safetensors"
        let names = try names(tuned)
        #expect(
            !names.contains { $0.hasPrefix("init-") || $0.hasSuffix("-norm") && $0 != "clip-norm" })
        #expect(names.contains("adam") && names.contains("clip-norm"))
    }

    @Test("a horizon fits the budget")
    func horizon() {
        #expect(RacePlan.horizon(400, remedies: 19, affordableSteps: nil) == 400)
        #expect(RacePlan.horizon(400, remedies: 19, affordableSteps: 1_000_000) == 400)
        #expect(RacePlan.horizon(400, remedies: 19, affordableSteps: 10) == RacePlan.fewestSteps)
        let cut = RacePlan.horizon(400, remedies: 19, affordableSteps: 30_000)
        #expect(cut > RacePlan.fewestSteps && cut < 400)
        #expect(RacePlan.horizon(400, remedies: 2, affordableSteps: 30_000) == 400)
    }
}
