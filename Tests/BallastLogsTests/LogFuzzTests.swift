import BallastCore
import BallastEvents
import BallastLogs
import TestSupport
import Testing

/// Damaged logs: each is read or refused by a ``BallastError``, never a crash, a hang or a fault.
@Suite("Damaged logs") struct LogFuzzTests {
    private static var events: [UInt8] {
        var file = EventFile()
        for step in 0..<4 {
            for form in EventFile.Form.allCases {
                file.scalar("train/loss", 1.5, at: step, form, plugin: "scalars")
            }
            file.scalar("val/loss", .nan, at: step)
        }
        return file.bytes
    }

    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static let files: [(name: String, seed: UInt64, bytes: [UInt8])] = [
        ("events.out.tfevents.1", 400, events),
        (
            "metrics.csv", 401,
            bytes(
                "epoch,lr-SGD,step,train_loss_step,val_loss\n0,0.1,9,2.5,\n0,,9,,nan\n1,"
                    + "1e-1,19,NA,\n")
        ),
        (
            "chart.csv", 402,
            bytes(
                "\"Step\",\"a - loss\",\"a - loss__MIN\",\"b - loss\"\n\"1\",\"2\",\"1\","
                    + "\"4\"\n\"2\",\"x\",,\n")
        ),
        (
            "trainer_state.json", 403,
            bytes(
                "{\"max_steps\": 9, \"log_history\": [{\"loss\": NaN, \"step\": 1, "
                    + "\"epoch\": 0.5}, {\"eval_loss\": 1e3, \"step\": 2}], \"a\": {\"b\": [1, "
                    + "[2]]}}")
        ),
        (
            "metrics.json", 404,
            bytes(
                "{\"iteration\": 1, \"total_loss\": 2.5, \"lr\": [0.1]}\n{\"mode\": "
                    + "\"val\", \"iteration\": 2, \"loss\": {\"a\": null}}\n")
        ),
        (
            "train.log", 405,
            bytes(
                "\u{1B}[1mEpoch 1/3\u{1B}[0m\n 5/10 [==>..] - ETA: 1s - loss: 2.5 - "
                    + "val_loss: nan\r[1, 20] loss: 2e-3\nTrain Epoch: 1 [640/6000 (1%)] Loss: "
                    + "2.5\niteration 40/ 50 | lm loss: 1.1E+01 |\n")
        ),
    ]

    @Test("each is read or refused, at once and in pieces", arguments: files.map(\.name))
    func damage(name: String) throws {
        guard let file = Self.files.first(where: { $0.name == name }) else { return }
        let reader = LogReader(options: LogOptions(columnPoints: 64, runPoints: 128))
        let outcome = Damage.outcome(of: file.bytes, seed: file.seed) { bytes in
            try Self.check(try reader.read(bytes, name: name, piece: 1 + bytes.count / 3))
            try Self.check(try reader.read(bytes, name: name))
        }
        #expect(outcome.faults.isEmpty)
        #expect(outcome.read > 0 && outcome.refused > 0, "the damage hardly shows")
    }

    @Test("a metric of MLflow, and a folder that is followed")
    func folder() throws {
        let folder = try LogFolder()
        try folder.write("x: 1\n", to: "run/meta.yaml")
        let metric = Array("170 2.5 0\n171 nan 10\n172 1 5\n".utf8)
        let outcome = Damage.outcome(of: metric, seed: 406) { bytes in
            try folder.write(Array(bytes.prefix(bytes.count / 2)), to: "run/metrics/loss")
            let follower = try LogFollower(folder("run"))
            _ = try follower.poll()
            try folder.append(Array(bytes.dropFirst(bytes.count / 2)), to: "run/metrics/loss")
            _ = try follower.poll()
            try Self.check(try follower.logs())
        }
        #expect(outcome.faults.isEmpty)
    }

    /// Steps grow, whatever was in the file.
    private static func check(_ logs: [ForeignLog]) throws {
        for series in logs.flatMap(\.record.series.values) {
            guard zip(series.steps, series.steps.dropFirst()).allSatisfy({ $0 < $1 }) else {
                throw Disorder(steps: series.steps)
            }
        }
    }

    private struct Disorder: Error {
        let steps: [Int]
    }
}
