import Ballast

/// One run that is diagnosed.
struct BenchCase: Sendable {
    enum Truth: Sendable {
        case faulty(Mutant)
        /// Nothing is wrong; the text says what makes it look odd.
        case healthy(Recipe, look: String)
    }

    var split: Split
    var truth: Truth
    var seed: UInt64

    var id: String {
        switch truth {
        case .faulty(let mutant): "\(split.rawValue)/\(mutant.name)/\(seed)"
        case .healthy(_, let look): "\(split.rawValue)/healthy/\(look)/\(seed)"
        }
    }

    /// The run's recipe.
    var recipe: Recipe {
        switch truth {
        case .faulty(let mutant): mutant.faulty
        case .healthy(let recipe, _): recipe
        }
    }

    var causes: [Cause] {
        if case .faulty(let mutant) = truth { mutant.causes } else { [] }
    }
}

extension BenchCase {
    /// What the seeds of one mutant share.
    var group: String {
        switch truth {
        case .faulty(let mutant): "\(split.rawValue)/\(mutant.name)"
        case .healthy(_, let look): "\(split.rawValue)/healthy/\(look)"
        }
    }
}
