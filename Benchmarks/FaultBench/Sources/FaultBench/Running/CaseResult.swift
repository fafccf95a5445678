import Ballast

/// Everything that the bench learned from one case; one file each.
struct CaseResult: Codable, Sendable {
    /// One of the two ways to diagnose.
    struct Answer: Codable, Sendable {
        struct Suspect: Codable, Sendable {
            var cause: Cause
            var verdict: Verdict
            var probability: Double
        }

        var health: Health
        var suspects: [Suspect]
        /// The symptoms that detectors saw.
        var symptoms: [String]
        var notes: [String]
        var seconds: Double

        var detected: Bool { health == .unhealthy }
        var leading: Suspect? { suspects.first { $0.verdict > .excluded } }
        /// The causes that the answer stands by.
        var named: Set<Cause> {
            Set(suspects.filter { $0.verdict >= .likely }.map(\.cause))
        }
    }

    /// What other systems say of the same record.
    struct Baselines: Codable, Sendable {
        /// The symptoms of AutoTrainer's rules.
        var autoTrainer: [String]
        /// The cause that AutoTrainer's first symptom stands for.
        var autoTrainerCause: Cause?
        /// The first step beyond six deviations.
        var sixSigma: Int?
        /// Whether a remedy drawn by lot repaired; nil where it was not tried.
        var randomRepair: Bool?
    }

    /// What the remedy of the leading cause did.
    struct Repair: Codable, Sendable {
        var change: ConfigurationChange
        var repaired: Bool
        /// Of the logarithm of the final validation loss, against the twin.
        var test: PairedTest?
        var failure: String?
    }

    /// What the guard did to the faulty run.
    struct Guarded: Codable, Sendable {
        /// Steps made, those of roll-backs included.
        var stepsMade: Int
        var plannedSteps: Int
        /// Against the twin, of the logarithm of the final validation loss.
        var difference: Double
    }

    var id: String
    var split: Split
    var group: String
    var causes: [Cause]
    var acceptable: [Cause]
    var severity: Int
    var look: String?
    /// Why the case does not count; nil where it does.
    var notCounted: String?
    var effect: PairedTest?
    var steps = 0
    var log: Answer?
    var full: Answer?
    /// Steps of re-runs that the diagnosis made.
    var replaySteps = 0
    /// The first step of the fault, and that from which on the record so far gave an alarm.
    var onset: Int?
    var firstAlarm: Int?
    var baselines: Baselines?
    var repair: Repair?
    var guarded: Guarded?
    var failure: String?
    var seconds = 0.0

    var isHealthy: Bool { causes.isEmpty }
}
