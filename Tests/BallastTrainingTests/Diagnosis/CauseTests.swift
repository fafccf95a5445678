import BallastEvents
import BallastStability
import BallastTraining
import Testing

@Suite("Every cause on a small run, present and absent", .serialized)
struct CauseTests {
    @Test(arguments: CauseCase.all) func isFoundFirst(_ example: CauseCase) throws {
        let diagnosis = try example.faulty().diagnose()
        let leading = try #require(diagnosis.leadingCause, "\(diagnosis.findings)")
        #expect(diagnosis.health == .unhealthy)
        #expect(leading.cause == example.cause)
        #expect(leading.verdict >= example.verdict)
        if let fraction = leading.recoveredFraction { #expect(fraction >= Trial.cure) }
        let expected = example.companions.union([example.cause])
        let others = diagnosis.causes.filter {
            !expected.contains($0.cause) && $0.verdict > .excluded
        }
        #expect(others.isEmpty, "\(others.map { "\($0.cause) \($0.verdict)" })")
    }

    @Test(arguments: CauseCase.all) func isNotSeenInTheTwin(_ example: CauseCase) throws {
        let diagnosis = try example.twin().diagnose()
        #expect(diagnosis.health == .healthy)
        let findings = diagnosis.findings.filter { !example.harmless.contains($0.symptom) }
        #expect(findings.isEmpty, "\(findings.map(\.text))")
        #expect(diagnosis.causes.isEmpty)
    }

    @Test func everyCauseHasACase() {
        #expect(Set(CauseCase.all.map(\.cause)) == Set(Cause.allCases))
    }
}
