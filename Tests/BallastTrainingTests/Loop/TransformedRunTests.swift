import BallastCore
import BallastDNNL
import BallastData
import BallastEvents
import BallastStability
import BallastTraining
import Foundation
import Testing

/// What transforms, orders and the loader make of a run.
@Suite("Runs on transformed images", .serialized)
struct TransformedRunTests {
    private static let steps =
        "resize:40+random-resized-crop:scale=0.3-1+rotate:10+flip+jitter:hue=0.1+erase"

    private func configuration(
        _ change: (inout RunConfiguration) -> Void = { _ in }
    ) -> RunConfiguration {
        var configuration = RunConfiguration()
        configuration.data = "shapes7:train=70,test=14"
        configuration.model = "mlp:depth=1,width=16"
        configuration.imageSize = 32
        configuration.transform = Self.steps
        configuration.batchSize = 8
        configuration.steps = 10
        configuration.threads = 1
        change(&configuration)
        return configuration
    }

    private func setup(_ configuration: RunConfiguration) throws -> TrainingSetup {
        try TrainingSetup(configuration) { DNNLBackend(threads: $0) }
    }

    private func losses(_ configuration: RunConfiguration) throws -> [UInt64] {
        var losses: [UInt64] = []
        let loop = TrainingLoop(try setup(configuration)) { kind in
            if case .step(let record) = kind { losses.append(record.loss.bitPattern) }
        }
        #expect(try loop.run(shouldStop: { false }) == .completed)
        return losses
    }

    @Test("no bit depends on the number of loader threads")
    func loaderThreads() throws {
        let usual = try losses(configuration())
        #expect(usual.count == 10)
        for threads in [0, 2, 4] {
            #expect(try losses(configuration { $0.loaderThreads = threads }) == usual)
        }
        #expect(try losses(configuration { $0.transform = "resize:40" }) != usual)
        #expect(try losses(configuration { $0.seed = 1 }) != usual)
    }

    @Test("a replay with nothing changed repeats the recorded losses")
    func replay() throws {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "ballast-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let machine = MachineSummary(
            processor: "test", cores: 1, threads: 1, memoryBytes: 0, operatingSystem: "test")
        var recorded: [Double] = []
        let run = try TrainingRun(
            configuration {
                $0.checkpointEvery = .every(4)
                $0.order = .stratified
            }, at: path, machine: machine, now: { 0 },
            makeBackend: { DNNLBackend(threads: $0) },
            observer: { event in
                if case .step(let record) = event.kind { recorded.append(record.loss) }
            })
        #expect(try run.run(shouldStop: { false }) == .completed)
        let replayer = try RunReplayer(opening: path) { DNNLBackend(threads: $0) }
        for start in [0, 4] {
            let record = try replayer.replay(
                ReplayRequest(.unchanged, fromStep: start, toStep: 10), shouldStop: { false })
            #expect(record[.trainLoss].values == Array(recorded[start...]))
        }
        let manifest = try RunDirectory(opening: path).manifest()
        #expect(manifest.configuration.transform == Self.steps)
        #expect(manifest.preprocessing.imageSize == 32)
    }

    @Test("validation sees the centre, and nothing by chance")
    func validation() throws {
        let data = try setup(configuration()).data
        let whole = try setup(
            configuration {
                $0.transform = nil
                $0.imageSize = 40
            }
        ).data
        #expect(data.imageShape == [3, 32, 32] && data.train.imageShape.height == 40)
        #expect(data.validation.imageShape.height == 32)
        let (cut, image) = (try data.validation.pixels(at: 3), try whole.validation.pixels(at: 3))
        for row in 0..<32 {
            let start = ((row + 4) * 40 + 4) * 3
            #expect(Array(cut[(row * 96)..<(row * 96 + 96)]) == Array(image[start..<(start + 96)]))
        }
        #expect(data.normalization == whole.normalization)
        #expect(data.asValidated(data.train).imageShape.height == 32)
    }

    @Test("constants take the place of what is measured")
    func constants() throws {
        let data = try setup(
            configuration {
                $0.mean = [0.485, 0.456, 0.406]
                $0.std = [0.229, 0.224, 0.225]
            }
        ).data
        #expect(data.normalization.mean == [0.485, 0.456, 0.406])
        #expect(data.preprocessing.std.map { Float($0) } == [0.229, 0.224, 0.225])
        let error = #expect(throws: BallastError.self) {
            try setup(
                configuration {
                    $0.mean = [0.5]
                    $0.std = [0.5]
                })
        }
        #expect(error?.place == "--mean")
    }

    @Test("a subset has the mix of the whole")
    func subset() throws {
        let train = try setup(configuration { $0.subset = 35 }).data.train
        #expect(train.count == 35 && train.classCounts().allSatisfy { (4...6).contains($0) })
        let error = #expect(throws: BallastError.self) {
            try setup(configuration { $0.subset = 71 })
        }
        #expect(error?.place == "--subset")
    }

    @Test("stratified batches have all classes, and probes see which images they hold")
    func orders() throws {
        let setup = try setup(
            configuration {
                $0.order = .stratified
                $0.batchSize = 21
                $0.loaderThreads = 2
            })
        var source = setup.batches(loaderThreads: setup.loaderThreads)
        var images = [Float](repeating: 0, count: source.imageElementCount)
        var labels = [Int32](repeating: 0, count: source.batchSize)
        for _ in 0..<6 {
            let info = try source.next(images: &images, labels: &labels)
            #expect(info.labels == info.indices.map(setup.data.train.label(at:)))
            #expect(Set(info.labels).count == 7)
        }
        var identities: [BatchIdentity] = []
        let loop = TrainingLoop(setup) { kind in
            if case .step(let record) = kind, let batch = record.batch { identities.append(batch) }
        }
        _ = try loop.run(shouldStop: { false })
        #expect(identities.count == 10 && Set(identities.map(\.checksum)).count > 3)
        #expect(identities.map(\.position).prefix(4) == [0, 21, 42, 0])
    }
}
