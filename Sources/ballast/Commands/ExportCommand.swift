import ArgumentParser
import Ballast

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a run's weights as safetensors, or its numbers as a table.",
        discussion: """
            Example: ballast export runs/mine --checkpoint best --out model.safetensors
            Example: ballast export runs/mine --metrics metrics.csv

            PyTorch reads it by model.load_state_dict(safetensors.torch.load_file(path), \
            strict=True), since parameters have torchvision's names. The same weights give the \
            same bytes. The table has a row for each step and a column for each loss, accuracy, \
            rate and norm; it can also be made of the log of another framework.
            """)

    @Argument(
        help: ArgumentHelp("A run directory; for --metrics also a log.", valueName: "run"))
    var path: String

    @Option(help: ArgumentHelp("The file to write weights to.", valueName: "file"))
    var out: String?

    @Option(
        help: ArgumentHelp("The file to write comma-separated values to.", valueName: "file"))
    var metrics: String?

    @OptionGroup var checkpoint: CheckpointOptions

    @Flag(help: "Write over a file that exists.")
    var force = false

    @Option(help: "How the result is written to standard output.")
    var format = OutputFormat.text

    @Flag(help: "No progress on standard error.")
    var quiet = false

    func validate() throws {
        guard out != nil || metrics != nil else {
            throw ValidationError("name a file: --out for weights, --metrics for numbers")
        }
    }

    func run() throws {
        for file in [out, metrics].compactMap(\.self) where !force && access(file, F_OK) == 0 {
            throw BallastError(
                .cannotWrite, "the file exists already", at: file,
                mend: "choose another name, or add --force")
        }
        var answer = Answer()
        if let metrics { answer.rows = try writeMetrics(to: metrics) }
        answer.metrics = metrics
        if let out {
            let model = try TrainedModel.open(path, checkpoint, threads: 1)
            let file = model.stateDictionary()
            try file.write(to: out)
            answer.file = out
            answer.tensors = file.tensors.count
            answer.checkpoint = model.step
        }
        switch format {
        case .json: try Console.output(json: answer)
        case .text: Console.output(answer.text(path))
        }
    }

    /// - Returns: the rows, without the header.
    private func writeMetrics(to file: String) throws -> Int {
        let runs = try RecordedRun.all(at: path)
        guard let run = runs.first, runs.count == 1 else {
            throw BallastError(
                .usage, "the path holds \(runs.count) runs", at: path,
                mend: "Name one of them: \(runs.map(\.path).joined(separator: ", ")).")
        }
        let table = MetricsTable(run.record)
        try AtomicFile.write(file, Array(table.text.utf8))
        return table.rowCount
    }

    private struct Answer: Encodable {
        var file: String?
        var tensors: Int?
        var checkpoint: Int?
        var metrics: String?
        var rows: Int?

        func text(_ path: String) -> String {
            var text = ""
            if let file, let tensors, let checkpoint {
                text += "\(file): \(tensors) tensors of \(path), step \(checkpoint)\n"
            }
            if let metrics, let rows { text += "\(metrics): \(rows) rows of \(path)\n" }
            return text
        }
    }
}
