import ArgumentParser
import Ballast

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure loss and accuracy of a run's model on a data set.",
        discussion: """
            Example: ballast evaluate runs/mine --checkpoint best --format json

            The answer has the recall and precision of every class, and a matrix of what is taken \
            for what. Images are normalized with the constants of the run, and brought to its \
            size. As JSON it also has the images with the highest losses. `ballast report` shows \
            such an answer where it lies in the run directory as evaluation.json, which training \
            writes for its last validation.
            """)

    @Argument(help: ArgumentHelp("A run directory.", valueName: "run"))
    var path: String

    @Option(
        help: ArgumentHelp(
            "What to evaluate on, as in train. (default: the run's own data)", valueName: "spec"))
    var data: String?

    @Option(help: "The part of the data. (default: test, else validation)")
    var part: DataPart?

    @OptionGroup var checkpoint: CheckpointOptions

    @Option(
        help: ArgumentHelp("(default: all cores; 1 for tiny models)", valueName: "number"))
    var threads: Int?

    @Option(help: "How the result is written to standard output.")
    var format = OutputFormat.text

    @Flag(help: "No progress on standard error.")
    var quiet = false

    func run() throws {
        let manifest = try RunDirectory(opening: path).manifest()
        let loading = WorkProgress("images decoded", isQuiet: quiet)
        let data = try EvaluationData(
            manifest, spec: data, part: part, progress: loading.report)
        loading.end()
        let batchSize = min(manifest.configuration.batchSize, data.dataset.count)
        let model = try TrainedModel.open(
            path, checkpoint, threads: threads, batchSize: batchSize)
        let topK = min(manifest.configuration.topK, manifest.classNames.count)
        let evaluating = WorkProgress("batches evaluated", isQuiet: quiet)
        let evaluator = Evaluator(
            dataset: data.dataset, normalization: model.normalization, batchSize: batchSize,
            topK: topK, classes: manifest.classNames.count)
        let totals = try evaluator.totals(
            of: model.engine, countsConfusion: true, worst: Evaluator.worstSamples,
            progress: evaluating.report)
        evaluating.end()
        let answer = try evaluator.evaluation(
            totals, part: data.part.rawValue, step: model.step, classNames: data.classNames)
        switch format {
        case .json: try Console.output(json: answer)
        case .text:
            let style = TerminalStyle.detected(fileDescriptor: 1)
            Console.output(EvaluationText(answer: answer, run: path, style: style).text)
        }
    }
}
