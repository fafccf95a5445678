import BallastCore
import BallastEvents
import Foundation

/// A temporary folder with runs; removed with its owner.
final class RunFolder: Sendable {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("ballast-dashboard-\(UUID().uuidString)/runs").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: outside)
    }

    /// The folder around it, which is not served.
    var outside: String { String(path.dropLast("/runs".count)) }

    func write(_ text: String, to name: String) throws {
        let url = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }

    /// A run whose loss falls, as far as the given step.
    func addRun(
        _ name: String, steps: Int = 20, status: RunStatus = .running, model: String = "lenet5",
        data: String = "shapes7", classes: [String] = ["round", "square"]
    ) throws {
        try writeManifest(name, status, model: model, data: data, classes: classes)
        try write("", to: "\(name)/events.jsonl")
        try append(1...steps, to: name)
    }

    func writeManifest(
        _ name: String, _ status: RunStatus, model: String = "lenet5", data: String = "shapes7",
        classes: [String] = ["round", "square"]
    ) throws {
        var configuration = RunConfiguration()
        configuration.model = model
        configuration.data = data
        let manifest = RunManifest(
            configuration: configuration, seed: 0,
            versions: SoftwareVersions(ballast: "0.1.0", backend: "none"),
            machine: MachineSummary(
                processor: "one", cores: 1, threads: 1, memoryBytes: 1, operatingSystem: "Debian"),
            status: status, classNames: classes,
            preprocessing: Preprocessing(mean: [0], std: [1], imageSize: 8, channels: 1),
            datasetDigest: "", steps: 0, parameters: 10)
        let bytes = try JSONCoding.encode(manifest)
        try write(String(decoding: bytes, as: UTF8.self), to: "\(name)/run.json")
    }

    /// Steps, and a validation behind each tenth.
    func append(_ steps: ClosedRange<Int>, to name: String) throws {
        var lines = ""
        for step in steps {
            lines += try Self.line(Self.step(step))
            guard step.isMultiple(of: 10) else { continue }
            let record = ValidationRecord(
                step: step, epoch: 0, part: "validation", mode: .eval, samples: 100, batches: 1,
                loss: 3 / Double(step), accuracy: 0.5, topKAccuracy: 1, seconds: 0.1)
            lines += try Self.line(.validation(record))
        }
        try append(lines, to: name)
    }

    func append(_ text: String, to name: String) throws {
        let file = try FileHandle(
            forWritingTo: URL(fileURLWithPath: "\(path)/\(name)/events.jsonl"))
        defer { try? file.close() }
        try file.seekToEnd()
        try file.write(contentsOf: Data(text.utf8))
    }

    static func step(_ step: Int, loss: Double? = nil) -> RunEvent.Kind {
        .step(
            StepRecord(
                step: step, epoch: 0, loss: loss ?? 2 / Double(step), accuracy: 0.5,
                topKAccuracy: 1, learningRate: 0.1, gradientNorm: 1, seconds: 0.1,
                committed: true))
    }

    private static func line(_ kind: RunEvent.Kind) throws -> String {
        String(decoding: try RunEvent(kind, time: 1_700_000_000).line(), as: UTF8.self) + "\n"
    }
}
