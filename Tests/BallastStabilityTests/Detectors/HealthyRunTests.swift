import BallastEvents
import BallastStability
import Testing

@Suite("Detectors on healthy runs that look odd")
struct HealthyRunTests {
    /// What was found in how many of the runs.
    private func alarms(_ family: HealthyFamily, _ count: Int, seed: UInt64) -> [String] {
        family.runs(count, from: seed).enumerated().flatMap { index, record in
            Detectors.findings(in: record).map { finding in
                "run \(index): \(finding.symptom) \(finding.channel) \(finding.text)"
            }
        }
    }

    @Test("are silent on the families that they were tuned on", arguments: HealthyFamily.tuning)
    func tuning(family: HealthyFamily) {
        let found = alarms(family, 40, seed: 1000)
        #expect(found.isEmpty, "\(found.count) alarms: \(found.prefix(6).joined(separator: "; "))")
    }

    @Test("are silent on families that they were not tuned on", arguments: HealthyFamily.judging)
    func judging(family: HealthyFamily) {
        let found = alarms(family, 40, seed: 5000)
        #expect(found.isEmpty, "\(found.count) alarms: \(found.prefix(6).joined(separator: "; "))")
    }
}
