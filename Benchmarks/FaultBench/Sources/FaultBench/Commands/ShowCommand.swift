import ArgumentParser
import Ballast

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Train the runs of the chosen cases and show their courses.",
        discussion: "Example: fault-bench show --split tuning --only bad-batch/perceptron")

    @OptionGroup var options: CaseOptions

    @Flag(help: "Diagnose them too, and show everything that was said.")
    var diagnose = false

    func run() throws {
        let laboratory = try Laboratory(options.out)
        var shown: Set<String> = []
        for bench in try options.cases() where shown.insert(bench.group).inserted {
            print(bench.group)
            let seeds = Array(bench.split.seeds.prefix(Split.casesPerGroup))
            print(row("run", try laboratory.courses(bench.recipe, seeds)))
            if case .faulty(let mutant) = bench.truth {
                print(row("twin", try laboratory.courses(mutant.twin, seeds)))
                for other in mutant.alternatives {
                    let courses = try laboratory.courses(other.recipe, seeds)
                    print(row(other.cause.rawValue, courses))
                }
            }
            if diagnose { try show(bench, laboratory) }
        }
    }

    private func row(_ name: String, _ courses: [Course]) -> String {
        let values = Measure.allCases.map { measure in
            let texts = courses.map { Texts.decimal($0.value(measure), 2) }
            return "\(measure.rawValue) \(texts.joined(separator: " "))"
        }
        let steps = courses.map { "\($0.stepsMade)" }.joined(separator: " ")
        return "  \(name): steps \(steps) · \(values.joined(separator: " · "))"
    }

    private func show(_ bench: BenchCase, _ laboratory: Laboratory) throws {
        let run = try laboratory.recordedRun(bench.recipe, seed: bench.seed, name: "shown")
        let examination = try RunExamination(
            run, now: Seconds.now, makeBackend: laboratory.backend(threads:),
            makeSetup: laboratory.setupMaker(bench.recipe, seed: bench.seed))
        let diagnosis = try examination.diagnose()
        print("  \(diagnosis.health.rawValue)")
        for finding in diagnosis.findings { print("  saw: \(finding.text)") }
        for cause in diagnosis.causes {
            let probability = Texts.decimal(cause.probability, 2)
            print("  \(cause.cause.rawValue): \(cause.verdict.rawValue), \(probability)")
            for sentence in cause.evidence { print("    \(sentence)") }
            print("    remedy: \(cause.remedy.change)")
        }
        for note in diagnosis.notes { print("  note: \(note)") }
    }
}
