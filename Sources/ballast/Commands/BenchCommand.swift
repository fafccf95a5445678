import ArgumentParser
import Ballast
import FoundationEssentials

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure the training speed of this machine.",
        discussion: """
            Example: ballast bench --model googlenet --batch-size 32 --image-size 96 --explain

            A step is everything that training does with a batch in memory: forward and backward \
            pass, update by SGD with momentum 0.7 and weight decay 0.001, the norms that the \
            guard judges by, the commitment, and reading the loss. The kernel limit is the time \
            of the convolutions and linear layers alone, each kernel timed by itself.

            With --probes the answer is what a preset of probes costs instead: steps without any \
            record beside steps with probes and a line in a journal, one of each in turn. Give \
            it a minute.

            With --data the answer is how fast the images of a data set come, transformed and in \
            batches, and how much longer a step takes with them than with images in memory.

            LeNet-5 has 1 channel and 10 classes here, all other models 3 and 7.
            """)

    @Option(help: ArgumentHelp("The model.", valueName: "name"))
    var model = "googlenet"

    @Option(help: ArgumentHelp("Images of one step.", valueName: "n"))
    var batchSize = 32

    @Option(
        help: ArgumentHelp(
            "Height and width. (default: 28 for lenet5, 32 for small models, else 96)",
            valueName: "s"))
    var imageSize: Int?

    @Option(help: "float32 or bfloat16.")
    var precision = Precision.float32

    @Option(help: ArgumentHelp("Threads. (default: all cores)", valueName: "n"))
    var threads: Int?

    @Option(help: ArgumentHelp("How long to measure.", valueName: "seconds"))
    var seconds = 3.0

    @Option(help: "Measure what this preset of probes costs: economy or full.")
    var probes: ProbePreset?

    @Option(
        help: ArgumentHelp("Measure loading this data, as `train` takes it.", valueName: "spec"))
    var data: String?

    @Option(help: ArgumentHelp("What its images go through, as in `train`.", valueName: "steps"))
    var transform: String?

    @Option(help: ArgumentHelp("Threads that read batches ahead, as in `train`.", valueName: "n"))
    var loaderThreads: Int?

    @Flag(help: "With --data: leave the steps out.")
    var loadingOnly = false

    @Flag(help: "Print the plan: kernels, fusions, memory, reorders, time of each.")
    var explain = false

    @Option(help: "How the result is written to standard output.")
    var format = OutputFormat.text

    @Flag(help: "No progress on standard error.")
    var quiet = false

    func validate() throws {
        guard batchSize >= 1 else { throw ValidationError("--batch-size must be 1 or more") }
        guard seconds > 0 else { throw ValidationError("--seconds must be positive") }
        guard data != nil || (transform == nil && loaderThreads == nil && !loadingOnly) else {
            throw ValidationError("--transform, --loader-threads and --loading-only need --data")
        }
        if let threads, threads < 1 { throw ValidationError("--threads must be 1 or more") }
    }

    func run() throws {
        try Backends.check(precision)
        if let data { return try measureLoading(of: data) }
        let name = try ModelName(parsing: model)
        let work = StepBenchmark.Work(
            model: name, batchSize: batchSize, imageSize: imageSize ?? name.benchImageSize,
            precision: precision)
        let threads = threads ?? ThreadChoice.processors
        if !quiet {
            Console.error("measuring \(name.rawValue) for \(NumberText.short(seconds)) s\n")
        }
        if let probes { return try measure(probes, work, threads: threads) }
        var benchmark = try StepBenchmark(work, backend: Backends.make(threads: threads))
        let times = benchmark.measure(seconds: seconds)
        let peak = PeakMemory.bytes()
        let answer = BenchAnswer(
            model: name.rawValue, batchSize: batchSize, imageSize: work.imageSize,
            precision: precision.rawValue, threads: threads, secondsPerStep: times.median,
            steps: times.count, kernelLimitSeconds: benchmark.kernelLimit(), peakBytes: peak)
        switch format {
        case .json: try Console.output(json: answer)
        case .text: Console.output(answer.text)
        }
        guard explain else { return }
        // Standard output holds one JSON object and nothing else.
        let descriptor: Int32 = format == .json ? 2 : 1
        let plan = BenchPlan(benchmark, .detected(fileDescriptor: descriptor)).text
        if format == .json { Console.error(plan) } else { Console.output(plan) }
    }

    private func measureLoading(of data: String) throws {
        var configuration = RunConfiguration()
        configuration.data = data
        configuration.model = model
        configuration.transform = transform
        configuration.imageSize = imageSize
        configuration.batchSize = batchSize
        configuration.precision = precision
        configuration.threads = threads ?? ThreadChoice.processors
        configuration.loaderThreads = loaderThreads
        let benchmark = try DataBenchmark(configuration, makeBackend: Backends.make(threads:))
        let answer = DataBenchAnswer(
            benchmark, try benchmark.throughput(seconds: seconds),
            steps: loadingOnly ? nil : try benchmark.stepSeconds(seconds: seconds))
        switch format {
        case .json: try Console.output(json: answer)
        case .text: Console.output(answer.text)
        }
    }

    private func measure(
        _ preset: ProbePreset, _ work: StepBenchmark.Work, threads: Int
    ) throws {
        let journal = FileManager.default.temporaryDirectory
            .appending(path: "ballast-bench-\(UUID()).jsonl")
        defer { try? FileManager.default.removeItem(at: journal) }
        var benchmark = try ProbeBenchmark(
            work, preset: preset, journal: journal.path,
            backend: Backends.make(threads: threads))
        let answer = ProbeBenchAnswer(
            work, preset, threads: threads, try benchmark.measure(seconds: seconds))
        switch format {
        case .json: try Console.output(json: answer)
        case .text: Console.output(answer.text)
        }
    }
}

extension ModelName {
    fileprivate var benchImageSize: Int {
        switch self {
        case .lenet5: 28
        case .mlp, .cnn, .resnet18Small, .googlenetSmall: 32
        default: 96
        }
    }
}
