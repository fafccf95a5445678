import BallastCore
import BallastEvents
import BallastGraph
import BallastModels
import BallastOptimizers
import BallastRuntime

/// Measures whole training steps of a model on data in memory: forward, backward, update, the norms
/// that the guard judges by, the commitment, and reading the loss.
public struct StepBenchmark {
    /// What is measured.
    public struct Work: Hashable, Sendable {
        public var model: ModelName
        public var batchSize: Int
        public var imageSize: Int
        public var precision: Precision

        public init(model: ModelName, batchSize: Int, imageSize: Int, precision: Precision) {
            self.model = model
            self.batchSize = batchSize
            self.imageSize = imageSize
            self.precision = precision
        }

        /// LeNet-5 has 1 channel and 10 classes, all others 3 and 7.
        var channels: Int { model == .lenet5 ? 1 : 3 }
        var classes: Int { model == .lenet5 ? 10 : 7 }
    }

    public let work: Work
    public let engine: TrainingEngine
    let program: Executable
    let update: Executable
    let proposal: Executable
    private var step = 0

    /// Compiles the step and fills one batch with random images.
    public init(_ work: Work, backend: any Backend) throws {
        self.work = work
        let model = try work.model.make(
            ModelOptions(
                inputChannels: work.channels, classes: work.classes, imageSize: work.imageSize))
        engine = TrainingEngine(
            model: model, imageShape: [work.channels, work.imageSize, work.imageSize],
            activations: work.precision == .bfloat16 ? .bfloat16 : .float32, backend: backend,
            optimizer: .sgd(momentum: .constant(0.7), weightDecay: 0.001))
        try engine.prepare(batchSize: work.batchSize)
        engine.initialize(seed: 0)
        program = try engine.gradientProgram(work.batchSize)
        update = try engine.update()
        proposal = try engine.proposal()
        let random = CounterRandom(seed: 0, stream: .synthesis)
        let images = program.floatInput("images")
        for index in images.indices { images[index] = random.normal(UInt64(index)) }
        let labels = program.integerInput("labels")
        for index in labels.indices { labels[index] = Int32(index % work.classes) }
    }

    /// One whole training step.
    ///
    /// - Returns: its loss and the seconds it took.
    public mutating func runStep() -> (loss: Float, seconds: Double) {
        let clock = ContinuousClock()
        let start = clock.now
        step += 1
        let scalars = StepScalars(learningRate: 0.01, step: step)
        engine.run(program, scalars)
        engine.run(update, scalars)
        engine.run(proposal, scalars)
        engine.commit()
        let loss = program.result("loss")[0]
        return (loss, (clock.now - start).seconds)
    }

    /// The seconds of steps, after a warm-up, until `seconds` have passed.
    public mutating func measure(seconds: Double, minimum: Int = 5) -> [Double] {
        for _ in 0..<3 { _ = runStep() }
        var times: [Double] = []
        var total = 0.0
        while times.count < minimum || total < seconds {
            let time = runStep().seconds
            times.append(time)
            total += time
        }
        return times
    }

    /// The sum of the medians of all convolution and linear kernels, each timed by itself.
    public func kernelLimit(repetitions: Int = 9) -> Double {
        program.steps.indices.filter { program.steps[$0].operations > 0 }.reduce(0) { sum, index in
            sum + program.time(step: index, repetitions: repetitions, StepScalars()).median
        }
    }

    /// What the printed plan says: every kernel with its median seconds within whole steps.
    public func profile(rounds: Int = 5) -> [(step: Executable.StepDescription, seconds: Double)] {
        let scalars = StepScalars(learningRate: 0.01)
        return [program, update, proposal].flatMap { program in
            let runs = (0..<rounds).map { _ in program.profile(scalars) }
            return program.steps.enumerated().map { index, step in
                (step, runs.map { $0[index] }.median)
            }
        }
    }

    /// The memory plan of forward and backward pass.
    public var plan: MemoryPlan { program.plan }
}
