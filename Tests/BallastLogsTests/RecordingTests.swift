import BallastCore
import BallastEvents
import BallastLogs
import Foundation
import Testing

/// Logs that the tools of the world wrote; `Recordings/README.md` tells of each.
@Suite("Recordings of other tools") struct RecordingTests {
    struct Recording: CustomTestStringConvertible, Sendable {
        let path: String
        let format: LogFormat
        let framework: LogFramework
        let loss: String
        var validation: String?
        var isPerEpoch = false

        var testDescription: String { path }
    }

    /// What `expected.json` tells of a series.
    private struct Expected: Decodable {
        struct Line: Decodable {
            let count: Int
            let notFinite: Int
            let sumOfFinite: Double
        }

        let series: [String: Line]
    }

    private static func path(_ name: String) throws -> String {
        let folder = try #require(Bundle.module.resourceURL).appending(path: "Recordings")
        return folder.appending(path: name).path
    }

    private static let all: [Recording] = [
        .init("csv/table.csv", .delimited, .unknown, "train_loss", "val_loss"),
        .init("csv/table.tsv", .delimited, .unknown, "train_loss", "val_loss"),
        .init("detectron2/metrics.json", .jsonLines, .detectron2, "total_loss"),
        .init("huggingface/healthy", .huggingFace, .huggingface, "loss", "eval_loss"),
        .init("huggingface/nan", .huggingFace, .huggingface, "loss", "eval_loss"),
        .init("huggingface/nan-masked", .huggingFace, .huggingface, "loss", "eval_loss"),
        .init("jsonl/metrics.jsonl", .jsonLines, .unknown, "loss", "val_loss"),
        .init("jsonl/metrics.jsonl.gz", .jsonLines, .unknown, "loss", "val_loss"),
        .init("keras/csvlogger.csv", .keras, .keras, "loss", "val_loss", perEpoch: true),
        .init("keras/csvlogger-na.csv", .keras, .keras, "loss", "val_loss", perEpoch: true),
        .init("keras/csvlogger-nan.csv", .keras, .keras, "loss", "val_loss", perEpoch: true),
        .init("keras/stdout-bars.txt", .text, .keras, "loss", "val_loss", perEpoch: true),
        .init("keras/stdout-bars.txt.gz", .text, .keras, "loss", "val_loss", perEpoch: true),
        .init("keras/stdout-lines.txt", .text, .keras, "loss", "val_loss", perEpoch: true),
        .init("lightning", .lightning, .lightning, "train_loss_step", "val_loss"),
        .init("mlflow", .mlflow, .unknown, "train_loss", "val_loss"),
        .init("mmengine/scalars.json", .jsonLines, .mmengine, "loss"),
        .init("tensorboard/pytorch", .tensorboard, .pytorch, "Loss/train", "Loss/validation"),
        .init(
            "tensorboard/pytorch-new-style", .tensorboard, .pytorch, "Loss/train", "Loss/validation"
        ),
        .init(
            "tensorboard/pytorch-double", .tensorboard, .pytorch, "Loss/train", "Loss/validation"),
        .init("tensorboard/pytorch-torn", .tensorboard, .pytorch, "Loss/train", "Loss/validation"),
        .init("tensorboard/pytorch-not-finite", .tensorboard, .pytorch, "train_loss", "val_loss"),
        .init("tensorboard/tensorboardx", .tensorboard, .pytorch, "Loss/train", "Loss/validation"),
        .init(
            "tensorboard/pytorch-add-scalars", .tensorboard, .pytorch, "loss_train/loss",
            "loss_validation/loss"),
        .init(
            "tensorboard/keras-epochs", .tensorboard, .keras, "train/epoch_loss",
            "validation/epoch_loss", perEpoch: true),
        .init(
            "tensorboard/keras-batches", .tensorboard, .keras, "train/batch_loss",
            "validation/evaluation_loss_vs_iterations"),
        .init("text/logging-ansi.txt", .text, .unknown, "loss", "val_loss"),
        .init("text/megatron-ansi.txt", .text, .megatron, "lm loss"),
        .init("text/print-epochs.txt", .text, .unknown, "Train Loss", "Val Loss", perEpoch: true),
        .init(
            "text/print-epochs.txt.gz", .text, .unknown, "Train Loss", "Val Loss", perEpoch: true),
        .init("text/print-nan.txt", .text, .unknown, "loss", "val_loss", perEpoch: true),
        .init("text/print-meters.txt", .text, .unknown, "Loss"),
        .init("text/print-tutorial.txt", .text, .unknown, "loss"),
        .init("text/print-quickstart.txt", .text, .unknown, "loss"),
        .init("text/print-dictionaries.txt", .text, .unknown, "loss"),
        .init("timm/summary.csv", .timm, .timm, "train_loss", "eval_loss", perEpoch: true),
        .init(
            "ultralytics/classify", .ultralytics, .ultralytics, "train/loss", "val/loss",
            perEpoch: true),
        .init("wandb/history.csv", .wandb, .unknown, "train/loss", "val/loss"),
    ]

    @Test("format, framework, columns and every value", arguments: all)
    func read(recording: Recording) throws {
        let logs = try LogReader().read(try Self.path(recording.path))
        let log = try #require(logs.count == 1 ? logs.first : nil)
        #expect(log.format == recording.format)
        #expect(log.framework == recording.framework)
        #expect(log.isPerEpoch == recording.isPerEpoch)
        #expect(log.mapping[.trainLoss] == recording.loss)
        if let validation = recording.validation {
            #expect(log.mapping[.validationLoss] == validation)
        }
        let file = try Data(contentsOf: URL(filePath: Self.path("expected.json")))
        let all = try JSONDecoder().decode([String: Expected].self, from: file)
        let lines = try #require(all[recording.path]).series
        for channel in [Channel.trainLoss, .validationLoss, .learningRate, .gradientNorm] {
            guard let name = log.mapping[channel] else { continue }
            // A sub-directory stands before a colon there.
            let line = lines.first { $0.key.map { $0 == ":" ? "/" : $0 } == Array(name) }
            guard let line = line?.value else { continue }
            let values = log.values(channel)
            #expect(values.count == line.count, "\(channel)")
            #expect(values.count { !$0.isFinite } == line.notFinite, "\(channel)")
            let sum = values.filter(\.isFinite).reduce(0, +)
            #expect(
                abs(sum - line.sumOfFinite) <= 1e-6 * max(1, abs(line.sumOfFinite)), "\(channel)")
        }
    }

    @Test("a resumed run: the later losses, and the note", arguments: ["", "-purged"])
    func resumed(kind: String) throws {
        let log = try #require(
            try LogReader().read(try Self.path("tensorboard/pytorch-resumed\(kind)")).first)
        #expect(log.steps(.trainLoss) == Array(0..<60))
        #expect(log.hasNote("go back"))
        // The second file's losses are 0.25 higher, and fall by less than 0.1 in a step.
        let values = log.values(.trainLoss)
        #expect(values[30] - values[29] > 0.15)
    }

    @Test("parts of Ultralytics' losses are summed", arguments: ["detect", "detect-padded"])
    func ultralytics(name: String) throws {
        let log = try #require(try LogReader().read(try Self.path("ultralytics/\(name)")).first)
        #expect(log.format == .ultralytics && log.isPerEpoch)
        #expect(log.mapping[.trainLoss] == "train/box_loss + train/cls_loss + train/dfl_loss")
        #expect(log.values(.trainLoss).count == 20)
    }

    @Test("charts of Weights & Biases, and its table of runs")
    func wandb() throws {
        let two = try LogReader().read(try Self.path("wandb/chart-two-runs.csv"))
        #expect(two.map(\.name) == ["calm-river-1", "warm-dew-2"])
        #expect(two.map { $0.values(.validationLoss).count } == [6, 4])
        let one = try #require(try LogReader().read(try Self.path("wandb/chart.csv")).first)
        #expect(one.values(.trainLoss).count == 30 && one.hasNote("bins"))
        let error = #expect(throws: BallastError.self) {
            try LogReader().read(try Self.path("wandb/runs-table.csv"))
        }
        #expect(error?.what.contains("table of runs") == true)
    }

    @Test("a folder of all of them: every run once, and none fails the search")
    func together() throws {
        let survey = try LogReader().survey(try Self.path("tensorboard"))
        let names = survey.sources.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.contains("keras-epochs") && names.contains("pytorch-hparams"))
        #expect(!names.contains { $0.hasPrefix("pytorch-add-scalars/") })
    }
}

extension RecordingTests.Recording {
    init(
        _ path: String, _ format: LogFormat, _ framework: LogFramework, _ loss: String,
        _ validation: String? = nil, perEpoch: Bool = false
    ) {
        self.init(
            path: path, format: format, framework: framework, loss: loss, validation: validation,
            isPerEpoch: perEpoch)
    }
}
