import ArgumentParser
import Ballast

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the cases that have no result yet, and report.",
        discussion: """
            Example: fault-bench run --split tuning --only bad-batch --jobs 2

            Each finished case is a file under --out; the bench can be killed at any time and goes \
            on where it was. Each job is a process with one thread.
            """)

    @OptionGroup var options: CaseOptions

    @Option(help: "Processes at a time.")
    var jobs = 1

    @Option(help: .hidden)
    var worker: Int?

    func run() throws {
        let laboratory = try Laboratory(options.out)
        if let worker { return try work(worker, laboratory) }
        let cases = try options.cases()
        let workers = try (0..<max(1, jobs)).map { try WorkerProcess(number: $0) }
        let runner = CaseRunner(laboratory: laboratory, now: Seconds.now)
        Progress(cases: cases, runner: runner).follow(workers)
        let results = try cases.compactMap {
            try laboratory.read(CaseResult.self, runner.path($0))
        }
        try BenchReport(results).publish(in: options.out)
        if options.cut == .ci { try ExpectedAnswers.check(results, of: cases) }
    }

    /// Runs every case whose turn is this process's.
    private func work(_ number: Int, _ laboratory: Laboratory) throws {
        let runner = CaseRunner(laboratory: laboratory, now: Seconds.now)
        let parent = WorkerProcess.parent
        for (index, group) in try groups().enumerated() where index % jobs == number {
            for bench in group {
                guard WorkerProcess.parent == parent else { return }
                _ = try runner.result(bench)
            }
        }
    }

    /// The cases by group: the seeds of one mutant share their trainings.
    private func groups() throws -> [[BenchCase]] {
        var order: [String] = []
        var members: [String: [BenchCase]] = [:]
        for bench in try options.cases() {
            if members[bench.group] == nil { order.append(bench.group) }
            members[bench.group, default: []].append(bench)
        }
        return order.compactMap { members[$0] }
    }
}
