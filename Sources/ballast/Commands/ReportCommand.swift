import ArgumentParser
import Ballast
import FoundationEssentials

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write one HTML file that shows a run, what went wrong in it, and why.",
        discussion: """
            Example: ballast report runs/mine
            Example: ballast report lightning_logs/version_3 -o spike.html

            The file needs no network. It holds the answer in words, the curves with what was \
            found in them, the re-runs that prove a cause, what is taken for what, and the \
            configuration. A pointer or the arrow keys show the values of a chart. \
            Of a run directory, diagnosis.json is taken where `ballast diagnose` has left it; \
            otherwise the record alone is judged. The path of the file is printed.
            """)

    @Argument(help: ArgumentHelp("A run directory, or the log of a run.", valueName: "run"))
    var path: String

    @Option(
        name: [.customShort("o"), .customLong("out")],
        help: ArgumentHelp(
            "The file to write. (default: RUN/report.html, or NAME-report.html here for a log)",
            valueName: "file"))
    var out: String?

    @Option(
        help: ArgumentHelp(
            "Write the charts of one run as SVG files into this folder, too.", valueName: "dir"))
    var pictures: String?

    @OptionGroup var records: RecordOptions

    @Flag(help: "Write over a file that is there.")
    var force = false

    func run() throws {
        let runs = try records.runs(at: [path])
        guard (out == nil && pictures == nil) || runs.count == 1 else {
            throw ValidationError(
                "there are \(runs.count) runs, which one file cannot show: name one of them")
        }
        let targets = targets(of: runs)
        for (run, target) in zip(runs, targets) { try refuseExisting(target, run) }
        for (run, target) in zip(runs, targets) {
            let diagnosis = try run.storedDiagnosis() ?? run.diagnosis(now: Clock.now)
            try AtomicFile.write(target, Array(page(of: run, diagnosis).html.utf8))
            Console.output(exactly: target + "\n")
            if let pictures { try write(ReportPictures(run, diagnosis), into: pictures) }
        }
    }

    private func write(_ charts: ReportPictures, into folder: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw BallastError(
                .cannotWrite, "the folder cannot be made", at: folder,
                mend: "choose another --pictures")
        }
        for (name, svg) in charts.all {
            let path = "\(folder)/\(name).svg"
            try AtomicFile.write(path, Array(svg.utf8))
            Console.output(exactly: path + "\n")
        }
    }

    private func page(of run: RecordedRun, _ diagnosis: Diagnosis) throws -> ReportPage {
        let isOwn = run.manifest != nil
        return ReportPage(
            run, diagnosis,
            beside: isOwn ? try RunSupplements(directory: run.path) : RunSupplements())
    }

    /// Where each page goes; logs of one name get numbers.
    private func targets(of runs: [RecordedRun]) -> [String] {
        var taken: Set<String> = []
        return runs.map { run in
            if let out { return out }
            if run.manifest != nil { return RunPage.path(of: run.path) }
            let name = Self.fileName(run.name)
            var target = "\(name)-report.html"
            var number = 2
            while !taken.insert(target).inserted {
                target = "\(name)-\(number)-report.html"
                number += 1
            }
            return target
        }
    }

    /// A run's name as that of a file in the current folder, without the log's own ending.
    private static func fileName(_ name: String) -> String {
        var last = name.split(separator: "/").last.map(String.init) ?? ""
        for ending in [".gz", ".csv", ".tsv", ".json", ".jsonl", ".txt", ".log"]
        where last.hasSuffix(ending) {
            last.removeLast(ending.count)
        }
        let safe = String(
            last.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" }
        ).drop { $0 == "." || $0 == "-" }
        return safe.isEmpty ? "run" : String(safe.prefix(100))
    }

    /// The run's own page is made anew without asking.
    private func refuseExisting(_ target: String, _ run: RecordedRun) throws {
        let isOwn = run.manifest != nil && target == RunPage.path(of: run.path)
        guard !force, !isOwn, FileManager.default.fileExists(atPath: target) else { return }
        throw BallastError(
            .cannotWrite, "the file is there already", at: target,
            mend: "choose another -o, or write over it with --force")
    }
}
