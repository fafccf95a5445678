import BallastEvents

/// What the broken runs among several have in common that the healthy ones lack.
///
/// Only what separates them without exception is named: a setting or a course that all broken runs
/// share and no healthy one has, or a number that is higher, or lower, in every broken run than in
/// every healthy one.
public struct RunComparison {
    /// One sentence each, those on numbers first.
    public let sentences: [String]

    /// The fewest runs of either kind that a common trait can be told from.
    private static let fewest = 2

    /// - Parameter runs: the record of each run, and whether it was judged broken.
    public init(_ runs: [(record: RunRecord, isBroken: Bool)]) {
        let broken = runs.filter(\.isBroken).map { RunTraits($0.record) }
        let healthy = runs.filter { !$0.isBroken }.map { RunTraits($0.record) }
        guard broken.count >= Self.fewest, !healthy.isEmpty else {
            sentences = []
            return
        }
        let numbers = Set(broken.flatMap(\.numbers.keys)).sorted()
            .compactMap { Self.separation($0, broken, healthy) }
        let words = Set(broken.flatMap(\.words.keys)).sorted()
            .compactMap { Self.common($0, broken, healthy) }
        sentences = numbers + words
    }

    private static func separation(
        _ name: String, _ broken: [RunTraits], _ healthy: [RunTraits]
    ) -> String? {
        let high = broken.compactMap { $0.numbers[name] }
        let low = healthy.compactMap { $0.numbers[name] }
        guard high.count == broken.count, low.count == healthy.count,
            let leastBroken = high.min(), let mostBroken = high.max(),
            let leastHealthy = low.min(), let mostHealthy = low.max()
        else { return nil }
        if leastBroken > mostHealthy {
            return "\(name) is \(Wording.number(leastBroken)) or more in every broken run, and "
                + "\(Wording.number(mostHealthy)) or less in every healthy one"
        }
        if mostBroken < leastHealthy {
            return "\(name) is \(Wording.number(mostBroken)) or less in every broken run, and "
                + "\(Wording.number(leastHealthy)) or more in every healthy one"
        }
        return nil
    }

    private static func common(
        _ name: String, _ broken: [RunTraits], _ healthy: [RunTraits]
    ) -> String? {
        guard let value = broken[0].words[name],
            broken.allSatisfy({ $0.words[name] == value }),
            healthy.allSatisfy({ $0.words[name] != nil && $0.words[name] != value })
        else { return nil }
        return "every broken run, and no healthy one, has \(name) \(value)"
    }
}
