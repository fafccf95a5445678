import BallastEvents

/// Remedies that are applied together; none of them is the baseline.
public struct RemedySet: Hashable, Sendable {
    public private(set) var remedies: [RateRemedy]

    /// - Precondition: the remedies go with each other.
    public init(_ remedies: [RateRemedy] = []) {
        self.remedies = []
        for remedy in remedies {
            guard let larger = adding(remedy) else {
                preconditionFailure("\(remedy.name) does not go with \(name)")
            }
            self = larger
        }
    }

    /// The same with one more; nil where it decides on what one of these does.
    public func adding(_ remedy: RateRemedy) -> RemedySet? {
        guard remedies.allSatisfy(remedy.goes(with:)) else { return nil }
        var larger = self
        larger.remedies.append(remedy)
        return larger
    }

    /// The names, joined by ` + `.
    public var name: String {
        remedies.isEmpty ? "baseline" : remedies.map(\.name).joined(separator: " + ")
    }

    /// What all of them change.
    public var change: ConfigurationChange {
        remedies.reduce(ConfigurationChange()) { $0.merged(with: $1.change) }
    }
}
