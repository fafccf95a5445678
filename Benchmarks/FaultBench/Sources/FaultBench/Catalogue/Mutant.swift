import Ballast

/// A run with known faults, and the same run without them.
struct Mutant: Sendable {
    /// What was done to it; one cause, or two.
    var causes: [Cause]
    /// From 1, the mildest, to 3.
    var severity: Int
    /// The model, its normalization and its data.
    var base: String
    var faulty: Recipe
    /// `faulty` with the factors removed.
    var twin: Recipe
    /// What counts as worse.
    var measure: Measure
    /// Causes that name the same factor in other words, so that each is a right answer.
    var acceptable: Set<Cause> = []
    /// Causes that are right answers too where the run with this one factor changed is as good as
    /// the twin: which of them is at work is then a matter of measurement.
    var alternatives: [Alternative] = []
    /// The step at which the fault acts first; nil: from the start.
    var onset: Int?

    struct Alternative: Sendable {
        var cause: Cause
        var recipe: Recipe
    }

    var name: String {
        causes.map(\.rawValue).joined(separator: "+") + "/\(base)/s\(severity)"
    }
}
