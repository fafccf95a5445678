import ArgumentParser
import Ballast

struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Label images with a run's model.",
        discussion: """
            Example: ballast predict runs/mine photo.jpg drawing.png --format json

            An image of the run's size is not resampled; one of other channels is converted.
            """)

    @Argument(help: ArgumentHelp("A run directory.", valueName: "run"))
    var path: String

    @Argument(help: ArgumentHelp("JPEG, PNG and WebP images.", valueName: "files"))
    var files: [String]

    @Flag(help: "Write the logits of every class as well.")
    var logits = false

    @OptionGroup var checkpoint: CheckpointOptions

    @Option(
        help: ArgumentHelp("(default: all cores; 1 for tiny models)", valueName: "number"))
    var threads: Int?

    @Option(help: "How the result is written to standard output.")
    var format = OutputFormat.text

    @Flag(help: "No progress on standard error.")
    var quiet = false

    func run() throws {
        let model = try TrainedModel.open(path, checkpoint, threads: threads)
        let bar = WorkProgress("images labelled", isQuiet: quiet)
        defer { bar.end() }
        let predictions = try files.enumerated().map { index, file in
            let image = try decoded(file)
            defer { bar.report(index + 1, files.count) }
            return Prediction(
                file: file, logits: try model.logits(of: image),
                classNames: model.manifest.classNames)
        }
        switch format {
        case .json:
            try Console.output(json: ["predictions": predictions.map { $0.answer(logits) }])
        case .text: Console.output(table(predictions, model.manifest.classNames))
        }
    }

    /// - Throws: ``BallastError`` that names the file, with what follows for the other files.
    private func decoded(_ file: String) throws -> DecodedImage {
        do {
            return try ImageDecoder.decode(file)
        } catch {
            guard error.kind == .badInput else { throw error }
            throw BallastError(
                .badInput, error.what, at: error.place ?? file,
                mend: "give whole JPEG, PNG or WebP images; nothing was predicted")
        }
    }

    private func table(_ predictions: [Prediction], _ classNames: [String]) -> String {
        let columns: [TextTable.Column] = [
            .init("file"), .init("label"), .init("probability", .trailing),
        ]
        let more = logits ? classNames.map { TextTable.Column($0, .trailing) } : []
        var table = TextTable(columns + more)
        for prediction in predictions {
            let values = logits ? prediction.logits.map { NumberText.short(Double($0)) } : []
            table.append(
                [prediction.file, prediction.label, NumberText.short(prediction.probability)]
                    + values)
        }
        return table.text(style: .detected(fileDescriptor: 1))
    }
}
