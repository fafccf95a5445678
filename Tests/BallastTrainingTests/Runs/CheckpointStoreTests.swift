import BallastCore
import BallastEvents
import BallastTraining
import Foundation
import Testing

@Suite("Checkpoints of a run", .serialized) struct CheckpointStoreTests {
    private func steps(_ directory: TemporaryDirectory) throws -> [Int] {
        CheckpointStore(try RunDirectory(opening: directory("run"))).steps()
    }

    @Test("a damaged one falls back to the one before, with a message and the same bits")
    func fallback() throws {
        let directory = try TemporaryDirectory()
        let configuration = try TinyRun.configuration()
        try TinyRun.train(TinyRun.begin(configuration, at: directory("whole")))
        let expected = try directory.bytes("whole/checkpoints/step-00000012.safetensors")
        for kind in ["json", "safetensors"] {
            for damage in Damaging.allCases {
                let run = "\(kind)-\(damage)"
                try TinyRun.train(TinyRun.begin(configuration, at: directory(run)), until: 8)
                try damage.apply(directory(run + "/checkpoints/step-00000008.\(kind)"))
                let resumed = try TinyRun.goOn(at: directory(run))
                // Without its record, tensors are no checkpoint, and there is nothing to say.
                let isGone = kind == "json" && damage == .missing
                #expect(resumed.loop.completedSteps == 4)
                let notes = try TinyRun.notes(at: directory(run))
                #expect(notes.count == (isGone ? 0 : 1))
                #expect(notes.allSatisfy { $0.contains("step 8") && $0.contains("step 4") })
                try TinyRun.train(resumed)
                #expect(
                    try directory.bytes(run + "/checkpoints/step-00000012.safetensors")
                        == expected)
                #expect(
                    try TinyRun.records(at: directory(run))
                        == TinyRun.records(at: directory("whole")))
            }
        }
    }

    @Test("where all are damaged the run begins anew")
    func allDamaged() throws {
        let directory = try TemporaryDirectory()
        let configuration = try TinyRun.configuration()
        try TinyRun.train(TinyRun.begin(configuration, at: directory("whole")))
        try TinyRun.train(TinyRun.begin(configuration, at: directory("run")), until: 8)
        for step in try steps(directory) {
            try Damaging.flipped.apply(
                directory("run/checkpoints/step-0000000\(step).safetensors"))
        }
        let resumed = try TinyRun.goOn(at: directory("run"))
        #expect(resumed.loop.completedSteps == 0)
        try TinyRun.train(resumed)
        #expect(
            try TinyRun.records(at: directory("run")) == TinyRun.records(at: directory("whole")))
        #expect(try TinyRun.notes(at: directory("run")).count == 3)
    }

    @Test("only those that are wanted stay, and the bits are the same")
    func retention() throws {
        let directory = try TemporaryDirectory()
        let configuration = TinyRun.configuration {
            $0.checkpointEvery = .every(1)
            $0.keepCheckpoints = .newest(2)
            $0.learningRate = 0.3
            $0.guardMode = .observe
        }
        let run = try TinyRun.begin(configuration, at: directory("run"))
        try TinyRun.train(run, until: 7)
        try TinyRun.train(TinyRun.goOn(at: directory("run")))
        let best = try CheckpointChoice.best().step(in: RunDirectory(opening: directory("run")))
        let losses = try RunJournal.events(directory("run/events.jsonl")).compactMap { event in
            if case .validation(let record) = event.kind { record.loss } else { nil }
        }
        #expect(losses[best - 1] == losses.min())
        #expect(try steps(directory) == Set([0, best, 11, 12]).sorted())

        var all = configuration
        all.keepCheckpoints = .all
        try TinyRun.train(TinyRun.begin(all, at: directory("all")))
        #expect(
            try TinyRun.records(at: directory("run")) == TinyRun.records(at: directory("all")))
    }

    @Test(
        "a best validation has one, by every metric, whenever it is validated",
        arguments: ValidationMetric.allCases)
    func best(metric: ValidationMetric) throws {
        let directory = try TemporaryDirectory()
        let configuration = TinyRun.configuration {
            $0.checkpointEvery = .every(TinyRun.steps)
            $0.bestMetric = metric
            $0.topK = 2
            $0.learningRate = 0.1
            $0.guardMode = .observe
        }
        try TinyRun.train(TinyRun.begin(configuration, at: directory("run")), until: 5)
        try TinyRun.train(TinyRun.goOn(at: directory("run")))
        var best: Double?
        var expected: [Int] = [0]
        for event in try RunJournal.events(directory("run/events.jsonl")) {
            guard case .validation(let record) = event.kind,
                metric.isBetter(metric.value(of: record), than: best)
            else { continue }
            best = metric.value(of: record)
            expected.append(record.step)
        }
        let last = try #require(expected.last)
        // That of the interruption is there as well.
        #expect(Set(try steps(directory)) == Set(expected + [5, TinyRun.steps]))
        let run = try RunDirectory(opening: directory("run"))
        #expect(try CheckpointChoice.best(metric).step(in: run) == last)
        #expect(try CheckpointChoice.best().step(in: run) == last)
    }

    @Test("what a killed process left behind is removed, and nothing else")
    func leftovers() throws {
        let directory = try TemporaryDirectory()
        try TinyRun.train(TinyRun.begin(TinyRun.configuration(), at: directory("run")), until: 4)
        let names = ["run/checkpoints", "run"]
        let before = try names.map { try directory.files($0) }
        for name in [
            "run.json.writing-aBc123", "checkpoints/step-00000009.safetensors",
            "checkpoints/step-00000009.safetensors.writing-aBc123",
            "checkpoints/step-00000009.json.writing-aBc123",
        ] {
            try directory.write([1, 2, 3], to: "run/\(name)")
        }
        try directory.write([1], to: "run/checkpoints/notes.txt")
        let run = try TinyRun.goOn(at: directory("run"))
        #expect(
            try directory.files("run/checkpoints") == (["notes.txt"] + before[0]).sorted())
        #expect(try directory.files("run") == (["lock"] + before[1]).sorted())
        try TinyRun.train(run)
        #expect(try directory.files("run") == before[1])
    }

    @Test("the disk's room is looked at before anything is written")
    func room() throws {
        let directory = try TemporaryDirectory()
        let free = try #require(FreeSpace.bytes(at: directory.path))
        try FreeSpace.require(1, at: directory.path)
        let fault = #expect(throws: BallastError.self) {
            try FreeSpace.require(free + free / 2, at: directory.path)
        }
        #expect(fault?.kind == .cannotWrite)
        #expect(fault?.what.contains("MiB are free") == true)
    }
}

/// Ways to damage a file.
enum Damaging: CaseIterable {
    case truncated
    case flipped
    case emptied
    case missing

    func apply(_ path: String) throws {
        guard self != .missing else { return try FileManager.default.removeItem(atPath: path) }
        var bytes = Array(try Data(contentsOf: URL(filePath: path)))
        switch self {
        case .truncated: bytes.removeLast(bytes.count / 3)
        case .emptied: bytes = []
        default: bytes[bytes.count / 2] ^= 0x10
        }
        try Data(bytes).write(to: URL(filePath: path))
    }
}
