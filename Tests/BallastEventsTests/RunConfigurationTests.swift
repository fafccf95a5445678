import BallastCore
import BallastEvents
import Testing

@Suite struct RunConfigurationTests {
    private func decode(_ json: String) throws -> RunConfiguration {
        try JSONCoding.decode(RunConfiguration.self, from: Array(json.utf8), at: "run.yaml")
    }

    @Test func defaultsAreThoseOfTheCommandLine() throws {
        let run = RunConfiguration()
        #expect(run.data == "shapes7" && run.model == "resnet18-small")
        #expect(run.batchSize == 128 && run.learningRate == 0.01 && run.momentum == 0.9)
        #expect(run.optimizer == .sgd && run.precision == .float32 && run.guardMode == .repair)
        #expect(run.validateEvery == .epoch && run.validationBatches == .all)
        #expect(run.checkpointEvery == .epoch && run.onBadFile == .fail)
        #expect(run.order == .shuffled && run.pixels == .standardized && run.reestimate == 0)
        #expect(run.orderSeed == nil && run.activation == nil && run.earlyStop == nil)
        #expect(run.schedule == .constant && run.warmup == 0 && run.weightDecay == 0)
        #expect(run.length == .epochs(10))
        #expect(try run.validated().epochs == 10)
    }

    @Test func anEmptyObjectIsTheDefault() throws {
        #expect(try decode("{}") == RunConfiguration())
    }

    @Test func everyValueComesBack() throws {
        var run = RunConfiguration()
        run.data = "fashion-mnist:0-6"
        run.validationData = "folder/test"
        run.imageSize = 64
        run.classes = 7
        run.onBadFile = .skip
        run.order = .byClass
        run.orderSeed = 7
        run.subset = 500
        run.transform = "random-crop:padding=4+flip"
        run.pixels = .bytes
        run.mean = [0.5]
        run.std = [0.25]
        run.model = "googlenet"
        run.normalization = .group
        run.batchnormMomentum = 0.01
        run.activation = .leakyReLU
        run.weights = "a.safetensors"
        run.freeze = "features.*"
        run.initialization = Initialization(.normal(0.01), bias: -2)
        run.precision = .bfloat16
        run.threads = 2
        run.loaderThreads = 3
        run.seed = .max
        run.steps = 100
        run.validateEvery = .every(1)
        run.validationBatches = .count(3)
        run.reestimate = 4
        run.earlyStop = try EarlyStopSpec(parsing: "patience=3,metric=accuracy")
        run.checkpointEvery = .every(50)
        run.keepCheckpoints = .newest(3)
        run.bestMetric = .topKAccuracy
        run.topK = 3
        run.batchSize = 32
        run.accumulate = 2
        run.learningRate = 0.3
        run.optimizer = .rmsprop
        run.momentum = 0.7
        run.nesterov = true
        run.dampening = 0.1
        run.beta1 = 0.8
        run.beta2 = 0.99
        run.epsilon = 1e-6
        run.alpha = 0.9
        run.weightDecay = 0.001
        run.decayNormsAndBiases = false
        run.labelSmoothing = 0.1
        run.clipNorm = 1
        run.clipValue = 2
        run.adaptiveClip = 0.01
        run.updateClip = 1
        run.ema = 0.999
        run.schedule = try ScheduleSpec(parsing: "multistep:milestones=3+6,gamma=0.5")
        run.warmup = 10
        run.guardMode = .observe
        run.probes = .full
        run.out = "runs/x"
        let bytes = try JSONCoding.encode(run)
        let json = String(decoding: bytes, as: UTF8.self)
        for key in RunConfiguration.Key.allCases where key != .epochs {
            #expect(json.contains("\"\(key.rawValue)\":"), "\(key) is stored")
        }
        #expect(try JSONCoding.decode(RunConfiguration.self, from: bytes, at: "x") == run)
    }

    @Test func resumeIsNotStored() throws {
        var run = RunConfiguration()
        run.resume = "runs/a"
        let json = String(decoding: try JSONCoding.encode(run), as: UTF8.self)
        #expect(!json.contains("resume"))
    }

    @Test(arguments: [
        ("learning-rate", "lr"), ("batch-size", "batchSize"),
        ("batchsiz", "batchSize"), ("momentun", "momentum"), ("l", nil), ("zebra", nil),
    ])
    func unknownKeysSuggestTheNearest(key: String, suggestion: String?) {
        let unknown = RunConfiguration.unknownKeys(in: ["data", key])
        #expect(unknown.map(\.key) == [key])
        #expect(unknown.first?.suggestion == suggestion)
    }

    @Test func decodingAnUnknownKeyIsAUsageError() {
        let error = #expect(throws: BallastError.self) { try decode(#"{"batch_size": 3}"#) }
        #expect(error?.kind == .usage)
        #expect(error?.description.contains("'batchSize' instead of 'batch_size'") == true)
    }

    @Test func aWrongTypeNamesItsKey() {
        let error = #expect(throws: BallastError.self) { try decode(#"{"batchSize": "many"}"#) }
        #expect(error?.description.contains("batchSize") == true)
        #expect(error?.kind == .badInput)
    }

    typealias Change = @Sendable (inout RunConfiguration) -> Void

    static let mistakes: [(option: String, change: Change)] = [
        ("--lr", { $0.learningRate = 0 }),
        ("--lr", { $0.learningRate = .nan }),
        ("--lr", { $0.learningRate = .infinity }),
        ("--subset", { $0.subset = 1 }),
        ("--transform", { $0.transform = "" }),
        ("--loader-threads", { $0.loaderThreads = -1 }),
        ("--std", { $0.mean = [0.5] }),
        ("--mean", { $0.std = [0.5] }),
        (
            "--mean",
            {
                $0.mean = [0.5, 0.5]
                $0.std = [0.5, 0.5]
            }
        ),
        (
            "--std",
            {
                $0.mean = [0.5]
                $0.std = [0]
            }
        ),
        (
            "--pixels",
            {
                $0.mean = [0.5]
                $0.std = [0.5]
                $0.pixels = .unit
            }
        ),
        ("--momentum", { $0.momentum = 1 }),
        ("--momentum", { $0.momentum = -0.1 }),
        ("--weight-decay", { $0.weightDecay = -1 }),
        ("--weight-decay", { $0.weightDecay = .infinity }),
        ("--beta1", { $0.beta1 = 1 }),
        ("--beta2", { $0.beta2 = -1 }),
        ("--alpha", { $0.alpha = 1 }),
        ("--epsilon", { $0.epsilon = 0 }),
        ("--label-smoothing", { $0.labelSmoothing = 1 }),
        ("--dampening", { $0.dampening = 2 }),
        ("--batch-size", { $0.batchSize = 0 }),
        ("--accumulate", { $0.accumulate = 0 }),
        ("--epochs", { $0.epochs = 0 }),
        ("--steps", { $0.steps = 0 }),
        (
            "--steps",
            {
                $0.epochs = 3
                $0.steps = 3
            }
        ),
        ("--warmup", { $0.warmup = -1 }),
        ("--threads", { $0.threads = 0 }),
        ("--classes", { $0.classes = 1 }),
        ("--image-size", { $0.imageSize = 0 }),
        ("--top-k", { $0.topK = 0 }),
        ("--validate-every", { $0.validateEvery = .every(0) }),
        ("--validation-batches", { $0.validationBatches = .count(0) }),
        ("--checkpoint-every", { $0.checkpointEvery = .every(-1) }),
        ("--clip-norm", { $0.clipNorm = 0 }),
        ("--clip-value", { $0.clipValue = .nan }),
        ("--adaptive-clip", { $0.adaptiveClip = -1 }),
        ("--ema", { $0.ema = 1 }),
        ("--initialization", { $0.initialization = .normal(0) }),
        ("--initialization", { $0.initialization = Initialization(.he, bias: .infinity) }),
        ("--batchnorm-momentum", { $0.batchnormMomentum = 0 }),
        ("--batchnorm-momentum", { $0.batchnormMomentum = 1.5 }),
        ("--reestimate", { $0.reestimate = -1 }),
        ("--early-stop", { $0.earlyStop = EarlyStopSpec(patience: 0) }),
        ("--update-clip", { $0.updateClip = 1 }),
        (
            "--update-clip",
            {
                $0.optimizer = .adam
                $0.updateClip = 0
            }
        ),
        (
            "--nesterov",
            {
                $0.nesterov = true
                $0.momentum = 0
            }
        ),
        (
            "--nesterov",
            {
                $0.nesterov = true
                $0.dampening = 0.5
            }
        ),
        (
            "--nesterov",
            {
                $0.nesterov = true
                $0.optimizer = .adam
            }
        ),
        ("--schedule", { $0.schedule = ScheduleSpec(.step(size: 0, gamma: 0.1)) }),
        (
            "--out",
            {
                $0.out = "a"
                $0.resume = "b"
            }
        ),
        ("--data", { $0.data = "" }),
    ]

    @Test(arguments: mistakes.indices)
    func whatCannotBeMeantNamesItsOption(index: Int) {
        var run = RunConfiguration()
        Self.mistakes[index].change(&run)
        expectUsage(run, Self.mistakes[index].option)
    }

    private func expectUsage(_ run: RunConfiguration, _ option: String) {
        let error = #expect(throws: BallastError.self) { try run.validated() }
        #expect(error?.kind == .usage)
        #expect(error?.place == option)
        #expect(error?.mend?.isEmpty == false)
    }

    @Test(arguments: [
        ("100", Interval.every(100)), ("epoch", .epoch), ("0", nil), ("epochs", nil), ("-1", nil),
    ])
    func intervalsReadTheirText(text: String, expected: Interval?) {
        #expect(Interval(text) == expected)
        if let expected { #expect(Interval(expected.description) == expected) }
    }

    @Test(arguments: [("7", BatchCount.count(7)), ("all", .all), ("0", nil), ("some", nil)])
    func batchCountsReadTheirText(text: String, expected: BatchCount?) {
        #expect(BatchCount(text) == expected)
        if let expected { #expect(BatchCount(expected.description) == expected) }
    }

    @Test(arguments: [
        ("torchvision", Initialization.torchvision), ("normal:0.01", .normal(0.01)),
        ("normal:", nil), ("normal:-1", nil), ("normal", nil), ("uniform:1", nil),
        ("he:bias=-1", Initialization(.he, bias: -1)),
        ("normal:0.05,bias=-2", Initialization(.normal(0.05), bias: -2)),
        ("torchvision:bias=0.5", Initialization(.torchvision, bias: 0.5)),
        ("he:", nil), ("he:-1", nil), ("he:bias=", nil), ("he:bias=nan", nil),
        ("normal:bias=1", nil), ("normal:0.05,", nil), ("normal:0.05,bias=1,bias=2", nil),
    ])
    func initializationsReadTheirText(text: String, expected: Initialization?) {
        #expect(Initialization(text) == expected)
        if let expected { #expect(Initialization(expected.description) == expected) }
    }
}
