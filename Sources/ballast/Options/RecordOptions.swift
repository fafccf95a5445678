import ArgumentParser
import Ballast

/// Which runs are judged by their records, and what is known of them beyond their logs.
struct RecordOptions: ParsableArguments {
    @OptionGroup var columns: ColumnOptions

    @Option(
        help: ArgumentHelp(
            "How many classes the model of a log tells apart. (default: told from the first loss)",
            valueName: "number"))
    var classes: Int?

    func validate() throws {
        if let classes, classes < 2 { throw ValidationError("--classes must be 2 or more") }
    }

    /// Whether something was said that only the log of another framework needs.
    var isGiven: Bool { !columns.maps.isEmpty || classes != nil }

    /// The runs that paths hold.
    ///
    /// - Throws: ``BallastError`` where a path holds no run, or a log leaves a doubt.
    func runs(at paths: [String]) throws -> [RecordedRun] {
        let reading = try columns.reading()
        return try paths.flatMap { try RecordedRun.all(at: $0, options: reading) }.map { run in
            var run = run
            if run.manifest == nil, let classes { run.record.classes = classes }
            return run
        }
    }
}
