/// What a race tells while it goes on.
public enum RateRaisingProgress: Hashable, Sendable {
    /// A sentence that a person should read before waiting for the end.
    case note(String)
    case baseline(RemedyStanding, target: Double?)
    /// A round begins with so many remedies.
    case round(Int, of: Int, entrants: Int, length: Int, seeds: Int)
    case standing(RemedyStanding)
    /// A combination, and whether it is better than the best before it.
    case combination(RemedyStanding, improves: Bool)
}
