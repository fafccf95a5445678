import ArgumentParser
import Ballast

/// Which cases, and where their results lie.
struct CaseOptions: ParsableArguments {
    @Option(help: "tuning or judging. (default: both)")
    var split: Split?

    @Option(help: "One cause alone, `healthy`, or any part of a case's name.")
    var only: String?

    @Option(help: "`ci`: a few cases whose answers are known exactly.")
    var cut: Cut?

    @Option(help: ArgumentHelp("Every n-th group of cases alone.", valueName: "n"))
    var every = 1

    @Option(help: ArgumentHelp("The folder of results.", valueName: "dir"))
    var out = "runs/fault-bench"

    enum Cut: String, ExpressibleByArgument {
        case ci
    }

    /// The cases in the order in which they are run.
    func cases() throws -> [BenchCase] {
        var cases = (split.map { [$0] } ?? Split.allCases).flatMap(Catalogue.cases)
        if cut == .ci {
            let known = try ExpectedAnswers.read()
            cases = cases.filter { known[$0.id] != nil }
        }
        if let only { cases = cases.filter { $0.id.contains(only) } }
        var groups: [String: Int] = [:]
        return cases.filter { bench in
            let group = bench.group
            let number = groups[group] ?? groups.count
            groups[group] = number
            return number % max(1, every) == 0
        }
    }
}

extension Split: ExpressibleByArgument {}
