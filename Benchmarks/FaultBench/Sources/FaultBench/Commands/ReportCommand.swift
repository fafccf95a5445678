import ArgumentParser
import Ballast

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Report on the cases that have a result; runs nothing.")

    @OptionGroup var options: CaseOptions

    @Flag(help: "Take these answers for the right ones of `--cut ci` from now on.")
    var expect = false

    func run() throws {
        let laboratory = try Laboratory(options.out)
        let runner = CaseRunner(laboratory: laboratory, now: Seconds.now)
        let results = try options.cases().compactMap {
            try laboratory.read(CaseResult.self, runner.path($0))
        }
        try BenchReport(results).publish(in: options.out)
        if expect { try ExpectedAnswers.write(results) }
    }
}
