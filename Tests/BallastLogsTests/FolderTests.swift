import BallastCore
import BallastEvents
import BallastLogs
import CZlib
import Foundation
import Testing

@Suite("Folders and files") struct FolderTests {
    private static let rows = "step,loss\n1,0.5\n2,0.25\n"

    @Test("several runs, each once, text only where nothing better is")
    func several() throws {
        let folder = try LogFolder()
        for name in ["b/version_0", "a b/ü'\"$"] {
            try folder.write("epoch,step,train_loss\n0,1,2\n0,2,1\n", to: "\(name)/metrics.csv")
            try folder.write("step 1 loss 7\n", to: "\(name)/out.log")
            try folder.write("name,count\ncat,3\n", to: "\(name)/data/classes.csv")
        }
        try folder.write("step 1 loss 7\n", to: "c/train.log")
        let logs = try LogReader().read(folder.path)
        #expect(logs.map(\.name) == ["a b/ü'\"$", "b/version_0", "c"])
        #expect(logs.map(\.format) == [.lightning, .lightning, .text])
    }

    @Test("runs of Ballast are named and not read")
    func ballast() throws {
        let folder = try LogFolder()
        for name in ["run.json", "events.jsonl", "tensorboard/events.out.tfevents.1"] {
            try folder.write("{}", to: "runs/x/\(name)")
        }
        try folder.write(Self.rows, to: "runs/y.csv")
        let survey = try LogReader().survey(folder("runs"))
        #expect(survey.ballastRuns == [folder("runs/x")])
        #expect(survey.sources.map(\.path) == [folder("runs")])
        #expect(try LogReader().survey(folder("runs/x/events.jsonl")).ballastRuns.count == 1)
        #expect(try LogReader().read(folder("runs/x")).isEmpty)
    }

    @Test("a Hugging Face run is read from its newest state")
    func huggingFace() throws {
        let folder = try LogFolder()
        for step in [50, 100] {
            let row = "{\"log_history\": [{\"loss\": 1, \"step\": \(step)}]}"
            try folder.write(row, to: "out/checkpoint-\(step)/trainer_state.json")
        }
        try folder.write(EventFile().bytes, to: "out/runs/x/events.out.tfevents.1")
        #expect(try folder.log("out").steps(.trainLoss) == [100])
    }

    @Test("links that lead in a circle, and a limit on depth and number")
    func limits() throws {
        let folder = try LogFolder()
        try folder.write(Self.rows, to: "a/b/log.csv")
        try FileManager.default.createSymbolicLink(
            atPath: folder("a/b/up"), withDestinationPath: folder.path)
        try FileManager.default.createSymbolicLink(
            atPath: folder("a/b/self"), withDestinationPath: "self")
        #expect(try LogReader().read(folder.path).count == 1)
        let shallow = try LogReader(options: LogOptions(depth: 1)).survey(folder.path)
        #expect(shallow.isCut && shallow.sources.isEmpty)
        #expect(try LogReader(options: LogOptions(entries: 2)).survey(folder.path).isCut)
    }

    @Test("what is not there, is empty or is no log")
    func refusals() throws {
        let folder = try LogFolder()
        try folder.write("", to: "empty.csv")
        try folder.write([UInt8](repeating: 0, count: 5000), to: "zeros.log")
        try folder.write(Array("PK\u{3}\u{4}xxxx".utf8), to: "model.pt")
        try folder.write(Array(":W&B\u{0}xxxx".utf8), to: "run.wandb")
        try folder.write([0xFF, 0xFE, 0x41, 0], to: "wide.log")
        try folder.write("x", to: "no/readme.md")
        let kinds: [(String, BallastError.Kind)] = [
            ("nothing.csv", .notFound), ("empty.csv", .badInput), ("zeros.log", .badInput),
            ("model.pt", .badInput), ("run.wandb", .badInput), ("wide.log", .badInput),
            ("no", .notFound),
        ]
        for (name, kind) in kinds {
            let error = #expect(throws: BallastError.self) { try LogReader().read(folder(name)) }
            #expect(error?.kind == kind, "\(name)")
            #expect(error?.place?.hasPrefix(folder(name)) == true && error?.mend != nil, "\(name)")
        }
    }

    @Test("compressed logs are read, bombs refused")
    func compressed() throws {
        let folder = try LogFolder()
        try folder.compress(Array(Self.rows.utf8), to: "log.csv.gz")
        #expect(try folder.log("log.csv.gz").values(.trainLoss) == [0.5, 0.25])
        try folder.compress([UInt8](repeating: 0, count: 1 << 20), to: "zeros.gz")
        #expect(throws: BallastError.self) { try LogReader().read(folder("zeros.gz")) }
        let lines = Array(String(repeating: "loss: 1\n", count: 1 << 19).utf8)
        try folder.compress(lines, to: "bomb.log.gz")
        let options = LogOptions(inflatedFloor: 1 << 20)
        let error = #expect(throws: BallastError.self) {
            try LogReader(options: options).read(folder("bomb.log.gz"))
        }
        #expect(error?.what.contains("no log") == true)
        try folder.compress(
            Array(repeating: Array(Self.rows.utf8), count: 999).flatMap { $0 }, to: "x.gz")
        var damaged = try Array(Data(contentsOf: URL(filePath: folder("x.gz"))))
        damaged.removeLast(8)
        damaged[damaged.count / 2] ^= 0xFF
        try folder.write(damaged, to: "x.gz")
        #expect(throws: BallastError.self) { try LogReader().read(folder("x.gz")) }
    }

    @Test("ten million lines")
    func lines() throws {
        let line = Array("1.5\n".utf8)
        var bytes = Array("loss\n".utf8)
        bytes.reserveCapacity(40_000_100)
        for _ in 0..<100 {
            bytes += repeatElement(line, count: 100_000).joined()
        }
        bytes += Array("nan\n".utf8)
        let log = try #require(try LogReader().read(bytes, name: "log.csv").first)
        #expect(log.columns == [LogColumn(name: "loss", count: 10_000_001, nonFinite: 1)])
        #expect(log.steps(.trainLoss).last == 10_000_001)
        #expect(log.values(.trainLoss).last?.isNaN == true)
        #expect((100_000..<(1 << 20)).contains(log.values(.trainLoss).count))
        #expect(log.hasNote("thinned"))
    }

    @Test("a long log is thinned, and keeps its extremes and what is not finite")
    func thinned() throws {
        var text = "step,loss\n"
        for step in 0..<20_000 {
            let value =
                step == 7777 ? "nan" : step == 12_345 ? "999" : step == 3 ? "-5" : "1.\(step % 7)"
            text += "\(step),\(value)\n"
        }
        let folder = try LogFolder()
        try folder.write(text, to: "log.csv")
        let options = LogOptions(columnPoints: 1000)
        let log = try LogReader(options: options).read(folder("log.csv"))[0]
        #expect((250...1000).contains(log.values(.trainLoss).count))
        let points = zip(log.steps(.trainLoss), log.values(.trainLoss))
        #expect(points.contains { $0 == 12_345 && $1 == 999 })
        #expect(points.contains { $0 == 7777 && $1.isNaN })
        #expect(points.contains { $0 == 3 && $1 == -5 })
        #expect(log.columns.first { $0.name == "loss" }?.count == 20_000)
        #expect(log.hasNote("thinned"))
        let run = LogOptions(runPoints: 1000)
        #expect(
            try LogReader(options: run).read(folder("log.csv"))[0].steps(.trainLoss).count < 1001)
    }
}

extension LogFolder {
    /// Writes bytes as a gzip file.
    func compress(_ bytes: [UInt8], to name: String) throws {
        let file = gzopen(self(name), "wb9")
        defer { gzclose(file) }
        guard gzwrite(file, bytes, UInt32(bytes.count)) == bytes.count else {
            throw BallastError(.cannotWrite, "gzwrite failed", at: name)
        }
    }
}
