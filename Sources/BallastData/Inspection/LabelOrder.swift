/// How the labels follow each other in storage.
///
/// The number of neighbours with equal labels is compared with what a random order gives: the mean
/// `Σ n_c (n_c − 1) ÷ n` over the classes' sizes, and as its variance that of as many independent
/// pairs. Five deviations are taken as beyond chance.
public enum LabelOrder: String, Hashable, Sendable, Codable {
    /// Each class in one piece: unshuffled training would see one class at a time.
    case sorted
    /// Equal labels stand together more often than by chance.
    case clustered
    /// No pattern.
    case mixed
    /// Equal labels stand together less often than by chance, as where classes take turns.
    case alternating

    private static let deviationLimit = 5.0

    init(labels: [Int], classCounts: [Int]) {
        let equal = zip(labels, labels.dropFirst()).count { $0 == $1 }
        let present = classCounts.count { $0 > 0 }
        guard labels.count > present, present > 1 else {
            self = .mixed
            return
        }
        guard equal < labels.count - present else {
            self = .sorted
            return
        }
        let count = Double(labels.count)
        let expected = classCounts.reduce(0.0) { $0 + Double($1) * Double($1 - 1) } / count
        let share = expected / (count - 1)
        let deviation = ((count - 1) * share * (1 - share)).squareRoot()
        let distance = Double(equal) - expected
        if abs(distance) <= Self.deviationLimit * deviation {
            self = .mixed
        } else {
            self = distance > 0 ? .clustered : .alternating
        }
    }
}
