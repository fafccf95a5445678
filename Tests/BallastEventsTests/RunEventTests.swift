import BallastCore
import BallastEvents
import Testing

@Suite struct RunEventTests {
    static let record = StepRecord(
        step: 12, epoch: 1, loss: 1.9459101490553132, accuracy: 0.25, topKAccuracy: 1,
        learningRate: 1e-5, gradientNorm: 3.5e20, seconds: 0.0004, committed: true)

    /// A step of which everything was measured.
    static let measured: StepRecord = {
        var copy = record
        copy.momentum = 0.9
        copy.updateRatio = 1.5e-3
        copy.worstShare = 0.4375
        copy.labelCounts = [3, 0, 12]
        copy.batch = BatchIdentity(epoch: 1, position: 256, checksum: 0x00a1_b2c3_d4e5_f60f)
        return copy
    }()

    static let layers = [
        LayerProbe(name: "layer1.0"),
        LayerProbe(
            name: "conv1", gradientNorm: 0.5, weightNorm: 4, updateNorm: 1e-7, activationScale: 1,
            activationPeak: .infinity, deadFraction: 0.25, saturatedFraction: 0,
            batchNormDrift: .nan, secondMomentRatio: 1.125),
    ]

    static let start = RunStart(
        configuration: RunConfiguration(), parameters: 61_706, steps: 100,
        dataset: DatasetSummary(
            spec: "shapes7", classNames: ["a/b", "quote\"d"], trainingSamples: 10,
            validationSamples: 2, digest: "00ff"),
        preprocessing: Preprocessing(mean: [0.5], std: [0.25], imageSize: 28, channels: 1),
        machine: MachineSummary(
            processor: "p", cores: 2, threads: 1, memoryBytes: 1 << 33, operatingSystem: "Linux"))

    static let kinds: [RunEvent.Kind] = [
        .runStarted(start),
        .step(record),
        .step(measured),
        .layers(LayerRecord(step: 12, layers: [layers[0]])),
        .layers(LayerRecord(step: 12, layers: [])),
        .layers(LayerRecord(step: 12, layers: [LayerProbe(name: "a\"b\n", weightNorm: 2)])),
        .nonFinite(
            NonFiniteRecord(step: 12, tensor: "conv1 output", layer: "conv1", phase: .forward)),
        .validation(
            ValidationRecord(
                step: 12, epoch: 1, part: "validation", mode: .reestimated, samples: 1000,
                batches: 8, loss: .infinity, accuracy: 0.1, topKAccuracy: 0.5, seconds: 1)),
        .checkpoint(step: 12, path: "checkpoints/step-00000012.safetensors"),
        .scheduleChanged(step: 12, learningRate: 0.001),
        .guardDecision(
            GuardDecision(
                step: 12, action: .stop, reason: "the loss is NaN",
                evidence: ["loss": -.infinity, "gradientNorm": 2])),
        .finding(
            Finding(
                .spike, .trainLoss, steps: 3...9, value: .infinity, threshold: 2.5,
                text: "the loss is not finite")),
        .finding(
            Finding(
                .spike, .validationLoss, steps: 3...9, value: 9, threshold: 2.5,
                text: "a jump", outcome: .slowRecovery)),
        .guardOutcome(
            GuardOutcome(
                step: 40, decisionStep: 12, action: .clip, helped: true,
                reason: "the loss stayed calm", evidence: ["loss": 0.5])),
        .note("two\nlines and NaN, Infinity"),
        .resumed(step: 12),
        .runEnded(status: .diverged, step: 13, reason: "done"),
    ]

    @Test(arguments: kinds)
    func everyKindComesBackFromItsLine(kind: RunEvent.Kind) throws {
        let event = RunEvent(kind, time: 1_750_000_000.25)
        let line = try event.line()
        #expect(!line.contains(UInt8(ascii: "\n")))
        #expect(try RunEvent(line: line, at: "events.jsonl:1") == event)
        let text = String(decoding: line, as: UTF8.self)
        #expect(text.contains("\"schema\":1") && text.contains("\"kind\":"))
    }

    @Test(arguments: [
        0, -0.0, 1, 0.1, 1e-5, 1e16, 1e15, 123_456_789, .leastNonzeroMagnitude, -2.5,
        .greatestFiniteMagnitude, .infinity, -.infinity, .nan, 0.1 + 0.2,
    ])
    func theHandWrittenStepLineIsTheEncodersLine(value: Double) throws {
        for var record in [Self.record, Self.measured] {
            record.loss = value
            record.gradientNorm = -value
            try expectTheEncodersLine(.step(record))
            record.worstShare = value
            record.updateRatio = value
            try expectTheEncodersLine(.step(record))
        }
    }

    @Test(arguments: [
        [], [layers[0]], [layers[1]], layers, [LayerProbe(name: "fc/é", weightNorm: -0.0)],
        [LayerProbe(name: "a\"b\\\n", weightNorm: 2)],
    ])
    func theHandWrittenLineOfLayersIsTheEncodersLine(layers: [LayerProbe]) throws {
        try expectTheEncodersLine(.layers(LayerRecord(step: 3, layers: layers)))
    }

    private func expectTheEncodersLine(_ kind: RunEvent.Kind) throws {
        let event = RunEvent(kind, time: 1_750_000_000.25)
        #expect(
            String(decoding: try event.line(), as: UTF8.self)
                == String(decoding: try JSONCoding.encode(event), as: UTF8.self))
    }

    @Test func aStepWithoutProbesIsReadWithNilInTheirPlaces() throws {
        let line = """
            {"accuracy":0.5,"committed":true,"epoch":0,"gradientNorm":1,"kind":"step",\
            "learningRate":0.1,"loss":2,"schema":1,"seconds":0.1,"step":1,"time":0,\
            "topKAccuracy":1}
            """
        guard case .step(let read) = try RunEvent(line: Array(line.utf8), at: "x").kind else {
            Issue.record("not a step")
            return
        }
        #expect(read.momentum == nil && read.updateRatio == nil && read.worstShare == nil)
        #expect(read.labelCounts == nil && read.batch == nil)
        #expect(String(decoding: try RunEvent(.step(read), time: 0).line(), as: UTF8.self) == line)
    }

    @Test func aChecksumThatIsNoneIsBadInput() {
        let line = #"{"epoch":0,"position":0,"checksum":"xyz"}"#
        let error = #expect(throws: BallastError.self) {
            try JSONCoding.decode(BatchIdentity.self, from: Array(line.utf8), at: "x")
        }
        #expect(error?.kind == .badInput && error?.what.contains("xyz") == true)
    }

    @Test func layersThatAreNotFiniteComeBack() throws {
        let line = try RunEvent(
            .layers(LayerRecord(step: 1, layers: Self.layers)), time: 0
        ).line()
        guard case .layers(let read) = try RunEvent(line: line, at: "x").kind else {
            Issue.record("no layers")
            return
        }
        #expect(read.layers[0] == Self.layers[0])
        #expect(read.layers[1].activationPeak == .infinity)
        #expect(read.layers[1].batchNormDrift?.isNaN == true)
        #expect(read.layers[1].secondMomentRatio == 1.125)
    }

    @Test func nonFiniteLossesAreStringsAndComeBack() throws {
        var record = Self.record
        record.loss = .nan
        record.gradientNorm = .infinity
        let line = try RunEvent(.step(record), time: 0).line()
        let text = String(decoding: line, as: UTF8.self)
        #expect(text.contains(#""loss":"nan""#) && text.contains(#""gradientNorm":"inf""#))
        guard case .step(let read) = try RunEvent(line: line, at: "x").kind else {
            Issue.record("not a step")
            return
        }
        #expect(read.loss.isNaN && read.gradientNorm == .infinity)
    }

    @Test func anotherSchemaIsRefused() {
        let line = #"{"schema":2,"time":0,"kind":"note","text":""}"#
        let error = #expect(throws: BallastError.self) {
            try RunEvent(line: Array(line.utf8), at: "events.jsonl:3")
        }
        #expect(error?.kind == .badInput && error?.place == "events.jsonl:3")
        #expect(error?.what.contains("schema 2") == true)
    }

    @Test(arguments: ["", "{", "{}", "[1]", "nan", #"{"schema":1,"time":0,"kind":"dance"}"#])
    func brokenLinesAreBadInput(line: String) {
        let error = #expect(throws: BallastError.self) {
            try RunEvent(line: Array(line.utf8), at: "e")
        }
        #expect(error?.kind == .badInput)
    }

    @Test func manifestsComeBack() throws {
        let manifest = RunManifest(
            configuration: RunConfiguration(), seed: 7,
            versions: SoftwareVersions(ballast: "0.1.0", backend: "oneDNN 2.6.3"),
            machine: Self.start.machine, status: .running, classNames: ["a", "b"],
            preprocessing: Self.start.preprocessing, datasetDigest: "00ff", steps: 3,
            parameters: 61_706)
        let bytes = try JSONCoding.encodeIndented(manifest)
        #expect(bytes.last == UInt8(ascii: "\n"))
        #expect(try JSONCoding.decode(RunManifest.self, from: bytes, at: "run.json") == manifest)
    }
}
