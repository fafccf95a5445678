import BallastEvents
import BallastTraining
import Testing

@Suite("Race of remedies")
struct RemedyRaceTests {
    typealias Script = ScriptedLaboratory.Script

    /// A baseline that falls from 2 to 1 in its whole 320 steps.
    private static let baseline = Script(stable: 0.001, stepsToOne: 320)

    private static func remedy(_ name: String, _ slots: Set<RateRemedy.Slot>) -> RateRemedy {
        RateRemedy(name, ConfigurationChange([.labelSmoothing: 0.1]), slots: slots)
    }

    private static let four = [
        remedy("slow", [.labels]), remedy("fast", [.pixels]), remedy("faster", [.normalization]),
        remedy("rival", [.normalization, .decay]),
    ]
    private static let scripts: [String: Script] = [
        "baseline": baseline, "slow": Script(stable: 0.01, stepsToOne: 300),
        "fast": Script(stable: 0.1, stepsToOne: 60), "faster": Script(stable: 1, stepsToOne: 40),
        "rival": Script(stable: 0.5, stepsToOne: 80),
        "faster + fast": Script(stable: 2, stepsToOne: 20),
        "faster + fast + slow": Script(stable: 2, stepsToOne: 20),
    ]

    private func race(_ laboratory: ScriptedLaboratory) -> RemedyRace {
        RemedyRace(RacePlan(horizon: 320), by: .images, in: laboratory)
    }

    @Test("the better half goes on, with longer trainings and more seeds")
    func halving() throws {
        let laboratory = ScriptedLaboratory(Self.scripts)
        let found = try race(laboratory).run(Self.four)
        #expect(found.remedies.map(\.remedies.name) == ["faster", "fast", "rival", "slow"])
        #expect(found.remedies.map(\.rounds) == [3, 2, 1, 1])
        #expect(found.remedies.map(\.length) == [320, 160, 80, 80])
        #expect(found.remedies.map(\.courses.count) == [3, 2, 1, 1])
        let last = laboratory.courses.filter { $0.name == "faster" && $0.length == 320 }
        #expect(last.map(\.seed) == [0, 1, 2])
        #expect(last.allSatisfy { $0.rate == 0.5 })
        #expect(laboratory.searches.filter { $0.name == "faster" }.map(\.seeds) == [1, 3])
        #expect(found.isComplete)
    }

    @Test("the target is what the baseline ends with at its best rate")
    func target() throws {
        let found = try race(ScriptedLaboratory(Self.scripts)).run(Self.four)
        let target = try #require(found.target)
        // The mean of the last three validations, 16 steps apart.
        #expect(abs(target - (1 + 16.0 / 320)) < 1e-9)
        #expect(found.baseline.learningRate == 0.0005)
        #expect(found.baselineSteps == 304 && found.outcome(found.baseline) == .reached)
        #expect(found.remedies[0].steps(to: target) == 40)
        #expect(found.factor(found.remedies[0]) == 1000)
    }

    @Test("the best takes up the next ones that improve it and go with it")
    func combinations() throws {
        let laboratory = ScriptedLaboratory(Self.scripts)
        let found = try race(laboratory).run(Self.four)
        #expect(
            found.combinations.map(\.remedies.name) == ["faster + fast", "faster + fast + slow"])
        #expect(found.combinations[0].courses.count == 3)
        #expect(found.combinations[1].courses.count == 1)
        #expect(found.best?.remedies.name == "faster + fast")
        #expect(found.stepShare(try #require(found.best)) == 20.0 / 304)
        #expect(!laboratory.searches.contains { $0.name.contains("+ rival") })
    }

    @Test("a combination that is worse than its best part is left")
    func worse() throws {
        var scripts = Self.scripts
        scripts["faster + fast"] = Script(stable: 2, stepsToOne: 41)
        scripts["faster + slow"] = Script(stable: 2, stepsToOne: 400)
        let found = try race(ScriptedLaboratory(scripts)).run(Self.four)
        #expect(found.combinations.map(\.remedies.name) == ["faster + fast", "faster + slow"])
        #expect(found.best?.remedies.name == "faster")
    }

    @Test("steps of many images are dear")
    func cost() throws {
        var scripts = Self.scripts
        scripts["faster"]?.imagesPerStep = 40
        scripts["faster + fast"] = Script(stable: 2, stepsToOne: 500)
        let found = try race(ScriptedLaboratory(scripts)).run(Self.four)
        #expect(found.remedies.first?.remedies.name == "fast")
        let bySeconds = try RemedyRace(
            RacePlan(horizon: 320), by: .seconds, in: ScriptedLaboratory(scripts)
        ).run(Self.four)
        #expect(bySeconds.remedies.first?.remedies.name == "faster")
    }

    @Test("what has no stable rate or cannot be had is told, and not trained")
    func unfit() throws {
        var scripts = Self.scripts
        scripts["fast"] = Script(stable: nil)
        scripts["rival"] = Script(fault: "there is no such thing")
        scripts["slow"]?.isFinite = false
        let laboratory = ScriptedLaboratory(scripts)
        let found = try race(laboratory).run(Self.four)
        let outcomes = Dictionary(
            uniqueKeysWithValues: found.remedies.map { ($0.remedies.name, found.outcome($0)) })
        #expect(
            outcomes == [
                "faster": .reached, "fast": .unstable, "rival": .impossible, "slow": .unstable,
            ])
        #expect(!laboratory.courses.contains { $0.name == "fast" || $0.name == "rival" })
        #expect(found.combinations.isEmpty)
        #expect(found.best?.remedies.name == "faster")
    }

    @Test("where the budget ends, what is known stands", arguments: 0..<44)
    func budget(answers: Int) throws {
        let laboratory = ScriptedLaboratory(Self.scripts)
        laboratory.budget = answers
        let found = try race(laboratory).run(Self.four)
        #expect(laboratory.courses.count + laboratory.searches.count == answers)
        #expect(!found.isComplete && !found.notes.isEmpty)
        #expect(Set(found.remedies.map(\.remedies.name)).count == 4)
        if let best = found.best { #expect(!best.courses.isEmpty) }
        #expect(answers > 10 || found.best == nil)
        #expect(answers < 30 || found.best?.remedies.name.hasPrefix("fast") == true)
    }

    @Test("a baseline that learns nothing trains longer, and then sets no target")
    func unlearned() throws {
        var scripts = Self.scripts
        scripts["baseline"] = Script(stable: 0.001, stepsToOne: 3200)
        let laboratory = ScriptedLaboratory(scripts)
        let longer = try race(laboratory).run(Self.four)
        #expect(longer.baseline.length == 640)
        #expect(longer.target != nil)
        scripts["baseline"] = Script(stable: 0.001, stepsToOne: 1e6)
        let found = try race(ScriptedLaboratory(scripts)).run(Self.four)
        #expect(found.baseline.length == 1280)
        #expect(found.target == nil && found.baselineSteps == nil)
        #expect(found.notes.contains { $0.contains("learned nothing in 1280 steps") })
        #expect(found.remedies.first?.remedies.name == "faster")
        #expect(found.best != nil)
    }

    @Test("nothing better than the baseline is said to be so")
    func nothing() throws {
        let scripts: [String: Script] = [
            "baseline": Self.baseline, "slow": Script(stable: 1, stepsToOne: 400),
        ]
        let found = try race(ScriptedLaboratory(scripts)).run([Self.four[0]])
        #expect(found.best == nil)
        #expect(found.outcome(found.remedies[0]) == .notReached)
        let none = try race(ScriptedLaboratory(scripts)).run([])
        #expect(none.best == nil && none.remedies.isEmpty)
    }

    @Test("of remedies that come to the same, one goes on")
    func same() throws {
        var scripts = Self.scripts
        scripts["fast"] = scripts["faster"]
        let found = try race(ScriptedLaboratory(scripts)).run(Self.four)
        #expect(found.remedies.filter { $0.rounds > 1 }.map(\.remedies.name) == ["fast", "rival"])
    }
}
