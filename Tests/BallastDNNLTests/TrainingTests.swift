import BallastCore
import BallastDNNL
import BallastGraph
import TestSupport
import Testing

@Suite("Training on oneDNN", .serialized)
struct TrainingTests {
    private func reference(_ count: Int, refused: Set<Int>) throws -> TrainingScenario.Outcome {
        try TrainingScenario(on: ReferenceBackend(), activations: nil).run(count, refused: refused)
    }

    @Test(
        "five steps, one refused, end where the reference ends",
        arguments: ActivationLayout.allCases)
    func agreesWithReference(_ activations: ActivationLayout) throws {
        let outcome = try TrainingScenario(on: DNNLBackend(activations: activations))
            .run(5, refused: [3])
        let expected = try reference(5, refused: [3])
        for (slot, error) in outcome.relativeErrors(from: expected) {
            #expect(error <= 2e-4, "\(slot?.name ?? "losses") (\(activations))")
        }
    }

    /// Rounding moves some values across a rectifier's edge and some maxima to a neighbour, so
    /// single gradients differ by more than the rounding itself.
    @Test("bfloat16 stays near the reference")
    func bfloat16() throws {
        guard DNNLBackend.supportsBFloat16 else { return }
        let outcome = try TrainingScenario(on: DNNLBackend(), activations: .bfloat16).run(2)
        for (slot, error) in outcome.relativeErrors(from: try reference(2, refused: [])) {
            let tolerance = slot?.kind == .optimizer ? 0.2 : 2e-2
            #expect(error <= tolerance, "\(slot?.name ?? "losses")")
        }
    }

    @Test("the same steps twice give the same bits")
    func repeats() throws {
        let outcomes = try (0..<2).map { _ in try TrainingScenario(on: DNNLBackend()).run(4) }
        #expect(outcomes[0].losses == outcomes[1].losses)
        #expect(outcomes[0].state == outcomes[1].state)
    }

    @Test("a refused step leaves every bit of the state")
    func refusing() throws {
        let scenario = try TrainingScenario(on: DNNLBackend())
        let before = scenario.run(1).state
        #expect(scenario.run(3, refused: [1, 2, 3]).state == before)
        #expect(scenario.run(1).state != before)
    }
}
