import Ballast

/// One run that is watched: judges its record as it grows, and tells each trouble once.
struct WatchedRun {
    private let name: String
    private let path: String
    private var told: [Finding] = []
    private var nextLook = 0.0

    init(name: String, path: String) {
        self.name = name
        self.path = path
    }

    /// A look takes at most this share of the time, however long the record is.
    private static let share = 0.1

    /// Whether the record may be looked at again; a long one is looked at less often.
    func isDue(_ now: Double) -> Bool { now >= nextLook }

    /// What is new in a record that is judged unhealthy; nothing of a healthy one.
    mutating func alerts(of run: RecordedRun) throws -> [WatchAlert] {
        let start = Clock.now()
        let diagnosis = try run.diagnosis(now: Clock.now)
        let end = Clock.now()
        nextLook = end + (end - start) * (1 / Self.share - 1)
        guard diagnosis.health == .unhealthy else { return [] }
        let new = diagnosis.findings.filter { finding in
            finding.isTrouble && !told.contains { $0.isSame(as: finding) }
        }
        told =
            diagnosis.findings.filter(\.isTrouble)
            + told.filter { old in !diagnosis.findings.contains { $0.isSame(as: old) } }
        return new.map {
            WatchAlert(
                $0, run: name, path: path, time: end, cause: diagnosis.leadingCause)
        }
    }
}

extension Finding {
    /// Whether it is harm itself, and not a circumstance such as a rate that jumps.
    fileprivate var isTrouble: Bool {
        switch symptom {
        case .rateJump, .inputScale, .skewedOrder, .largeUpdates, .secondMomentSurge: false
        default: true
        }
    }

    /// Whether it is the same trouble, seen earlier or later in its course.
    fileprivate func isSame(as other: Finding) -> Bool {
        symptom == other.symptom && channel == other.channel
            && firstStep <= other.lastStep + 1 && other.firstStep <= lastStep + 1
    }
}
