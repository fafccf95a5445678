import Ballast

/// The answer of `ballast bench --probes`.
struct ProbeBenchAnswer: Encodable {
    let model: String
    let batchSize: Int
    let imageSize: Int
    let precision: String
    let threads: Int
    let probes: String
    let stepsPerWindow: Int
    let windows: Int
    /// Per step, of the median window.
    let secondsWithout: Double
    let secondsWith: Double
    /// What probes and journal add, as a part of a step.
    let cost: Double
    /// The same in processor time.
    let processorCost: Double

    init(
        _ work: StepBenchmark.Work, _ probes: ProbePreset, threads: Int,
        _ answer: ProbeBenchmark.Answer
    ) {
        model = work.model.rawValue
        batchSize = work.batchSize
        imageSize = work.imageSize
        precision = work.precision.rawValue
        self.threads = threads
        self.probes = probes.rawValue
        stepsPerWindow = ProbeBenchmark.stepsPerWindow
        windows = answer.windows
        secondsWithout = answer.secondsWithout
        secondsWith = answer.secondsWith
        cost = answer.cost
        processorCost = answer.processorCost
    }

    var text: String {
        """
        \(model), batch \(batchSize), \(imageSize)×\(imageSize), \(precision), \
        \(threads) thread\(threads == 1 ? "" : "s")
          step alone      \(NumberText.short(secondsWithout * 1e3)) ms
          with probes     \(NumberText.short(secondsWith * 1e3)) ms (\(probes)), journal included
          cost            \(NumberText.short(cost * 100)) % (medians of \(windows) windows of \
        \(stepsPerWindow) steps)
          processor time  \(NumberText.short(processorCost * 100)) %

        """
    }
}
