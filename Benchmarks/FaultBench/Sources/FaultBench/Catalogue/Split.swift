import Ballast

/// The two disjoint halves of the bench: they share no model, no data set, no severity and no seed.
enum Split: String, Codable, CaseIterable, Sendable {
    /// What thresholds and rules may be calibrated on.
    case tuning
    /// What the published figures are measured on; nothing is ever changed because of them.
    case judging

    /// The seeds of paired runs; the first ``casesPerGroup`` of them are diagnosed.
    var seeds: [UInt64] {
        switch self {
        case .tuning: [10, 11, 12, 13, 14]
        case .judging: [70, 71, 72, 73, 74]
        }
    }

    static let casesPerGroup = 3
}
