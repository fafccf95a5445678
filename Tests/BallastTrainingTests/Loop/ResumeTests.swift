import BallastDNNL
import BallastEvents
import BallastGraph
import BallastOptimizers
import BallastTraining
import Foundation
import Testing

@Suite("Runs that go on from a checkpoint", .serialized)
struct ResumeTests {
    /// What a run leaves behind.
    private struct Outcome {
        var state: [StateSlot: [UInt32]]
        /// The bits of each step's loss and rate.
        var steps: [Int: [UInt64]]
        /// The last checkpoint.
        var file: [UInt8]
    }

    private static let steps = 12
    private static let machine = MachineSummary(
        processor: "test", cores: 1, threads: 1, memoryBytes: 0, operatingSystem: "test")

    /// The choices of each run beside those that all have.
    private static let choices: [String: @Sendable (inout RunConfiguration) throws -> Void] = [
        "sgd with momentum": { $0.optimizer = .sgd },
        "adam": { $0.optimizer = .adam },
        "rmsprop with averages": {
            $0.optimizer = .rmsprop
            $0.ema = 0.9
        },
        "plateau": {
            $0.schedule = try ScheduleSpec(parsing: "plateau:factor=0.5,patience=1,threshold=0.2")
        },
        "update clip, order of its own": {
            $0.optimizer = .adamw
            $0.updateClip = 0.5
            $0.order = .fixed
            $0.orderSeed = 5
        },
        "transforms, stratified order, loader threads": {
            $0.imageSize = 32
            $0.transform =
                "resize:40+random-resized-crop:scale=0.3-1+rotate:10+flip+jitter:hue=0.1+erase"
            $0.order = .stratified
            $0.loaderThreads = 2
        },
        "classes drawn equally": {
            $0.transform = "random-crop:padding=4+flip"
            $0.order = .weighted
        },
        "a smaller last batch of each epoch, two batches a step": {
            $0.dropLast = false
            $0.batchSize = 10
            $0.accumulate = 2
            $0.transform = "flip"
            $0.loaderThreads = 1
        },
        "statistics taken anew": {
            $0.model = "cnn:depth=2,width=8"
            $0.normalization = .batch
            $0.reestimate = 2
        },
        "nesterov, one batch of each epoch's order": {
            $0.nesterov = true
            $0.weightDecay = 0.01
            $0.order = .byClass
        },
        "dampening, in the data's order, clipped": {
            $0.dampening = 0.5
            $0.order = .sequential
            $0.clipNorm = 0.5
            $0.clipValue = 0.1
        },
        "adaptive clip, one cycle with its momentum": {
            $0.adaptiveClip = 0.01
            $0.schedule = try ScheduleSpec(parsing: "onecycle:max=0.01")
        },
        "steps by epoch": {
            $0.schedule = try ScheduleSpec(parsing: "step:size=1,gamma=0.5")
            $0.labelSmoothing = 0.1
        },
        "milestones": {
            $0.schedule = try ScheduleSpec(parsing: "multistep:milestones=3+7,every=step")
        },
        "exponential": {
            $0.schedule = try ScheduleSpec(parsing: "exponential:gamma=0.9,every=step")
        },
        "polynomial": { $0.schedule = try ScheduleSpec(parsing: "polynomial:power=2") },
        "cosine": { $0.schedule = try ScheduleSpec(parsing: "cosine:min=0.001") },
        "cosine with restarts": {
            $0.schedule = try ScheduleSpec(parsing: "cosine-restarts:first=4,every=step")
        },
        "guard off": { $0.guardMode = .off },
        "guard observing, all probes": {
            $0.guardMode = .observe
            $0.probes = .full
        },
        "few checkpoints, the best among them": {
            $0.keepCheckpoints = .newest(2)
            $0.bestMetric = .accuracy
        },
        "bfloat16": { $0.precision = DNNLBackend.supportsBFloat16 ? .bfloat16 : .float32 },
        "batch norm, accumulation, warm-up": {
            $0.model = "mlp"
            $0.normalization = .batch
            $0.accumulate = 2
            $0.warmup = 7
        },
    ]

    private func configuration(_ choice: String) throws -> RunConfiguration {
        var configuration = RunConfiguration()
        configuration.data = "shapes7:train=56,test=14"
        configuration.model = "lenet5"
        configuration.batchSize = 8
        configuration.steps = Self.steps
        configuration.learningRate = 0.002
        configuration.validateEvery = .every(1)
        configuration.checkpointEvery = .every(Self.steps)
        configuration.threads = 1
        try Self.choices[choice]!(&configuration)
        return configuration
    }

    private func begin(_ configuration: RunConfiguration, at path: String) throws -> TrainingRun {
        try TrainingRun(
            configuration, at: path, machine: Self.machine, now: { 0 },
            makeBackend: { DNNLBackend(threads: $0) }, observer: { _ in })
    }

    private func goOn(at path: String) throws -> TrainingRun {
        try TrainingRun(
            resuming: path, machine: Self.machine, now: { 0 },
            makeBackend: { DNNLBackend(threads: $0) }, observer: { _ in })
    }

    /// Runs up to a checkpoint at `step`, or to the end.
    private func run(_ run: TrainingRun, until step: Int) throws -> TrainingLoop.Outcome {
        try run.run(shouldStop: { step < Self.steps && run.loop.completedSteps == step })
    }

    private func outcome(_ run: TrainingRun) throws -> Outcome {
        var steps: [Int: [UInt64]] = [:]
        for event in try RunJournal.events(run.directory.eventsPath) {
            guard case .step(let record) = event.kind else { continue }
            steps[record.step] = [record.loss.bitPattern, record.learningRate.bitPattern]
        }
        let path = CheckpointStore(run.directory).tensorPath(Self.steps)
        return Outcome(
            state: run.loop.setup.engine.bits, steps: steps,
            file: Array(try Data(contentsOf: URL(filePath: path))))
    }

    @Test("stop at the step and with the bits of one that was not interrupted")
    func stoppingEarly() throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "ballast-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var configuration = try configuration("sgd with momentum")
        // A rate at which the loss grows from step to step, at once.
        configuration.learningRate = 3
        configuration.earlyStop = EarlyStopSpec(patience: 3)
        let whole = try begin(configuration, at: "\(directory)/whole")
        #expect(try run(whole, until: Self.steps) == .completed)
        let end = whole.loop.completedSteps
        let record = try CheckpointStore(whole.directory).record(end)
        let best = try #require(record.earlyStopping?.bestStep)
        #expect(whole.loop.hasStoppedEarly && end == best + 3 && end < Self.steps)
        #expect(try whole.directory.manifest().status == .completed)

        let first = try begin(configuration, at: "\(directory)/parts")
        #expect(try run(first, until: best + 1) == .interrupted)
        let second = try goOn(at: "\(directory)/parts")
        #expect(second.loop.completedSteps == best + 1)
        #expect(try run(second, until: Self.steps) == .completed)
        #expect(second.loop.completedSteps == end)
        #expect(second.loop.setup.engine.bits == whole.loop.setup.engine.bits)

        let records = try RunJournal.events(whole.directory.eventsPath)
        let reasons = records.compactMap { event in
            if case .runEnded(_, _, let reason) = event.kind { reason } else { nil }
        }
        #expect(reasons.count == 1 && reasons[0].contains("those of step \(best)"))
        let losses = records.compactMap { event in
            if case .validation(let record) = event.kind { record.loss } else { nil }
        }
        let setup = whole.loop.setup
        #expect(try setup.validator.totals(of: setup.engine).loss == losses.min())
    }

    @Test("can stop between the batches of a validation, and make it again")
    func stoppingInValidations() throws {
        let directory = try TemporaryDirectory()
        let configuration = try TinyRun.configuration {
            $0.schedule = try ScheduleSpec(parsing: "plateau:patience=1")
            $0.bestMetric = .loss
            $0.learningRate = 0.05
        }
        try TinyRun.train(TinyRun.begin(configuration, at: directory("whole")))
        let validations = { (name: String) -> [[UInt64]] in
            try RunJournal.events(directory(name) + "/events.jsonl").compactMap { event in
                guard case .validation(let record) = event.kind else { return nil }
                return [UInt64(record.step), record.loss.bitPattern]
            }
        }
        var run = try TinyRun.begin(configuration, at: directory("parts"))
        var owed = 0
        for part in 0... {
            // Every second part ends before a step, the others in the validation behind one.
            var questions = 0
            let outcome = try run.run(shouldStop: {
                questions += 1
                return questions == 3 + part % 2
            })
            guard outcome == .interrupted else { break }
            let step = run.loop.completedSteps
            if try CheckpointStore(run.directory).record(step).owesValidation { owed += 1 }
            run = try TinyRun.goOn(at: directory("parts"))
        }
        #expect(owed > 2)
        #expect(try validations("parts") == validations("whole"))
        #expect(try validations("whole").map { $0[0] } == (1...12).map { UInt64($0) })
        #expect(
            try TinyRun.records(at: directory("parts"))
                == TinyRun.records(at: directory("whole")))
        let file = "checkpoints/step-00000012.safetensors"
        #expect(try directory.bytes("parts/\(file)") == directory.bytes("whole/\(file)"))
    }

    @Test("repeat the bits of one that was not interrupted", arguments: choices.keys.sorted())
    func resuming(choice: String) throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "ballast-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let configuration = try configuration(choice)
        let whole = try begin(configuration, at: "\(directory)/whole")
        #expect(try run(whole, until: Self.steps) == .completed)

        let first = try begin(configuration, at: "\(directory)/parts")
        #expect(try run(first, until: 5) == .interrupted)
        let second = try goOn(at: "\(directory)/parts")
        #expect(second.loop.completedSteps == 5)
        #expect(try run(second, until: Self.steps) == .completed)

        let (expected, found) = (try outcome(whole), try outcome(second))
        #expect(found.state == expected.state)
        #expect(found.file == expected.file)
        #expect(found.steps == expected.steps)
        #expect(found.steps.count == Self.steps)
        if choice == "plateau" {
            let rates = (1...Self.steps).map { expected.steps[$0]![1] }
            #expect(Set(rates.prefix(5)).count > 1, "the rate falls before the stop")
            #expect(Set(rates.suffix(7)).count > 1, "and after it")
        }
    }
}
