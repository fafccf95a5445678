import BallastCore
import BallastDNNL
import BallastData
import BallastEvents
import BallastStability
import BallastTraining
import Foundation

/// A small run in a directory of its own, which goes when it does.
final class DiagnosedRun {
    let path: String
    let configuration: RunConfiguration
    private let train: Gratings
    private let spoiled: SpoiledGratings?

    /// - Parameter change: what the run has beside a small perceptron.
    init(
        train: Gratings = Gratings(), spoiled: SpoiledGratings? = nil,
        _ change: (inout RunConfiguration) throws -> Void = { _ in }
    ) throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("diagnosed-\(UUID().uuidString)").path
        var configuration = RunConfiguration()
        configuration.model = "mlp:depth=3,width=32"
        configuration.batchSize = 16
        configuration.steps = 160
        configuration.learningRate = 0.05
        configuration.validateEvery = .every(8)
        configuration.checkpointEvery = .every(20)
        configuration.guardMode = .observe
        configuration.threads = 1
        try change(&configuration)
        self.configuration = configuration
        (self.train, self.spoiled) = (train, spoiled)
        let run = try TrainingRun(
            configuration, at: path, data: try data(configuration), machine: Self.machine,
            now: { 0 }, makeBackend: { DNNLBackend(threads: $0) }, observer: { _ in })
        _ = try run.run { false }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    private static let machine = MachineSummary(
        processor: "test", cores: 1, threads: 1, memoryBytes: 0, operatingSystem: "test")

    private func data(_ configuration: RunConfiguration) throws -> RunData {
        let images = train.dataset(seed: 1)
        let pixels: PixelNormalization =
            switch configuration.pixels {
            case .standardized: try .measured(on: images)
            case .unit: .unit(channels: 1)
            case .bytes: .bytes(channels: 1)
            }
        return try RunData(
            train: images,
            validation: Gratings(noise: train.noise, relabelled: train.relabelled)
                .dataset(seed: 2),
            normalization: pixels, transform: spoiled)
    }

    /// The diagnosis of the run as it stands in its directory.
    ///
    /// - Parameter otherImages: training images in the place of those that it was trained on.
    func examination(otherImages: Gratings? = nil) throws -> RunExamination {
        try RunExamination(
            path, now: { 0 }, makeBackend: { DNNLBackend(threads: $0) },
            makeSetup: { [self] configuration, _ in
                var data = try data(configuration)
                if let otherImages {
                    data = try RunData(
                        train: otherImages.dataset(seed: 1), validation: data.validation,
                        normalization: data.normalization)
                }
                return try TrainingSetup(configuration, data: data) { DNNLBackend(threads: $0) }
            })
    }

    func replayer() throws -> RunReplayer {
        try RunReplayer(
            opening: path, makeBackend: { DNNLBackend(threads: $0) },
            makeSetup: { [self] configuration, _ in
                try TrainingSetup(configuration, data: try data(configuration)) {
                    DNNLBackend(threads: $0)
                }
            })
    }

    func diagnose() throws -> Diagnosis { try examination().diagnose() }
}
