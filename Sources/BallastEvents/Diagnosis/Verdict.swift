/// How sure a diagnosis is of one cause.
public enum Verdict: String, Codable, Hashable, Sendable, CaseIterable {
    /// A re-run with this one factor changed is free of the fault, or the fact itself was seen.
    case proven
    /// The evidence speaks for it, and nothing that was tried speaks against it.
    case likely
    /// The evidence allows it.
    case possible
    /// A re-run with this factor changed has the same fault, or the evidence rules it out.
    case excluded
}

extension Verdict: Comparable {
    /// The surer verdict is the greater one.
    public static func < (one: Verdict, other: Verdict) -> Bool { one.rank < other.rank }

    private var rank: Int {
        switch self {
        case .excluded: 0
        case .possible: 1
        case .likely: 2
        case .proven: 3
        }
    }
}
