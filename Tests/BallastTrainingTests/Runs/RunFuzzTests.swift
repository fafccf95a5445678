import BallastCore
import BallastData
import BallastEvents
import BallastStability
import BallastTraining
import Foundation
import TestSupport
import Testing

/// Damaged files of a run: each is read or refused by a ``BallastError``, never a crash.
@Suite("Damaged files of a run") struct RunFuzzTests {
    /// The files of a run that was trained.
    private static func trained(_ directory: TemporaryDirectory) throws {
        let configuration = try TinyRun.configuration {
            $0.earlyStop = EarlyStopSpec(patience: 50)
            $0.schedule = try ScheduleSpec(parsing: "plateau:patience=1")
        }
        try TinyRun.train(TinyRun.begin(configuration, at: directory("run")))
    }

    private func check(
        _ file: [UInt8], seed: UInt64, leastRefused: Double = 0.25,
        _ parse: ([UInt8]) throws -> Void
    ) {
        let outcome = Damage.outcome(of: file, seed: seed, parse)
        #expect(outcome.faults.isEmpty)
        #expect(
            Double(outcome.refused) > leastRefused * Double(Damage.inputs),
            "the damage hardly shows")
    }

    @Test("weights") func safetensors() {
        let file = SafetensorsFile(
            metadata: ["format": "pt"],
            tensors: [
                SafetensorsTensor(name: "w", shape: [2, 3], floats: [1, 2, 3, 4, 5, 6]),
                SafetensorsTensor(name: "n", shape: .scalar, integers: [7]),
                SafetensorsTensor(name: "none", shape: [0, 4], floats: []),
            ])
        check(file.bytes(), seed: 200) { bytes in
            let read = try SafetensorsFile(bytes: bytes, at: "fuzz")
            for tensor in read.tensors { #expect(tensor.values.count == tensor.shape.count) }
        }
    }

    @Test("checkpoints: nothing that was changed is taken for one") func checkpoints() throws {
        let directory = try TemporaryDirectory()
        try Self.trained(directory)
        let store = CheckpointStore(try RunDirectory(opening: directory("run")))
        for (kind, seed) in [("json", UInt64(201)), ("safetensors", 202)] {
            let name = "run/checkpoints/step-00000012.\(kind)"
            let file = try directory.bytes(name)
            check(file, seed: seed, leastRefused: 0.6) { bytes in
                try directory.write(bytes, to: name)
                _ = try store.read(12)
                #expect(bytes == file)
            }
            try directory.write(file, to: name)
        }
    }

    @Test("events, read and cut") func events() throws {
        let directory = try TemporaryDirectory()
        try Self.trained(directory)
        let file = try directory.bytes("run/events.jsonl")
        // The configuration and machine of the first event, and events of several kinds.
        let lines = file.split(separator: UInt8(ascii: "\n"))
        let some = (lines.prefix(6) + lines.suffix(2)).flatMap { Array($0) + [UInt8(ascii: "\n")] }
        check(some, seed: 203) { bytes in
            try directory.write(bytes, to: "fuzz.jsonl")
            try RunJournal.cut(directory("fuzz.jsonl"), after: 2)
            let left = try RunJournal.events(directory("fuzz.jsonl"))
            for event in left {
                if case .step(let record) = event.kind { #expect(record.step <= 2) }
            }
        }
    }

    @Test("run.json") func manifest() throws {
        let directory = try TemporaryDirectory()
        try Self.trained(directory)
        let run = try RunDirectory(opening: directory("run"))
        check(try directory.bytes("run/run.json"), seed: 204) { bytes in
            try directory.write(bytes, to: "run/run.json")
            _ = try run.manifest()
        }
    }
}
