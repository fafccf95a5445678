import BallastDNNL
import BallastEvents
import BallastTraining
import Testing

@Suite("Laboratory of remedies")
struct TrainingLaboratoryTests {
    private func laboratory(
        _ budget: EffortBudget = TinyTrial.unlimited,
        _ change: (inout RunConfiguration) -> Void = { _ in }
    ) throws -> TrainingLaboratory {
        let configuration = TinyTrial.configuration(change)
        return TrainingLaboratory(
            configuration, data: try RunData(configuration), budget: budget, now: { 0 },
            processorTime: { 0 }, makeBackend: { DNNLBackend(threads: $0) })
    }

    private func set(_ name: String) throws -> RemedySet {
        RemedySet([
            try #require(RateRemedy.all(batchSize: 16, warmup: 8).first { $0.name == name })
        ])
    }

    @Test("a course repeats bit by bit, whatever was asked between")
    func repeats() throws {
        let laboratory = try laboratory()
        let none = RemedySet()
        let first = try laboratory.course(of: none, rate: 0.05, seed: 3, length: 20)
        _ = try laboratory.course(of: try set("adam"), rate: 0.01, seed: 3, length: 10)
        let again = try laboratory.course(of: none, rate: 0.05, seed: 3, length: 20)
        let other = try laboratory.course(of: none, rate: 0.05, seed: 4, length: 20)
        #expect(first == again && first?.validations != other?.validations)
        #expect(first?.validations.map(\.step) == [0, 1, 2, 3, 4, 5] + Array(6...20))
        #expect(first?.imagesPerStep == 16 && first?.isFinite == true)
    }

    @Test("label smoothing does not change what is validated")
    func smoothing() throws {
        let laboratory = try laboratory()
        let plain = try laboratory.course(of: RemedySet(), rate: 1e-6, seed: 0, length: 4)
        let smoothed = try laboratory.course(
            of: try set("label-smoothing"), rate: 1e-6, seed: 0, length: 4)
        let (one, other) = (try #require(plain), try #require(smoothed))
        #expect(one.validations[0] == other.validations[0])
        #expect(one.validations[4] != other.validations[4])
        #expect(abs(one.endLoss - other.endLoss) < 1e-3)
    }

    @Test("images of a step count batches and their accumulation")
    func images() throws {
        let laboratory = try laboratory()
        for name in ["batch-size", "accumulate"] {
            let course = try laboratory.course(of: try set(name), rate: 0.01, seed: 0, length: 2)
            #expect(course?.imagesPerStep == 64, "\(name)")
        }
    }

    @Test("a schedule goes its whole way within a course")
    func schedule() throws {
        // At its end the cosine moves nothing any more; the constant rate does.
        let laboratory = try laboratory()
        let cosine = try #require(
            try laboratory.course(of: try set("cosine"), rate: 0.05, seed: 0, length: 80))
        let constant = try #require(
            try laboratory.course(of: RemedySet(), rate: 0.05, seed: 0, length: 80))
        let move = { (course: RemedyCourse) in
            let ends = course.validations.suffix(2).map(\.loss)
            return abs(ends[0] - ends[1])
        }
        #expect(move(cosine) < move(constant) / 2)
    }

    @Test("pixels as bytes bear far less than standardized ones")
    func pixels() throws {
        let laboratory = try laboratory { $0.pixels = .bytes }
        let effort = StabilityEffort(seeds: 1, horizon: 32, resolution: 1.5)
        let bytes = try laboratory.stableRate(of: RemedySet(), effort: effort, near: nil)
        let standardized = try laboratory.stableRate(
            of: try set("standardized-pixels"), effort: effort, near: nil)
        let (low, high) = (try #require(bytes.stable), try #require(standardized.stable))
        #expect(high > 30 * low)
    }

    @Test("a spent budget ends a course without an answer")
    func budget() throws {
        let laboratory = try laboratory(EffortBudget(.steps(10), now: { 0 }))
        #expect(try laboratory.course(of: RemedySet(), rate: 0.01, seed: 0, length: 20) == nil)
        #expect(laboratory.isSpent)
    }

    @Test("a training that is not finite ends there")
    func nonFinite() throws {
        let course = try #require(
            try laboratory().course(of: RemedySet(), rate: 1e30, seed: 0, length: 20))
        #expect(!course.isFinite && course.endLoss == .infinity)
        #expect((course.validations.last?.step ?? 20) < 20)
    }
}
