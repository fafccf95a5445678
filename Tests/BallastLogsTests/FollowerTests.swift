import BallastCore
import BallastEvents
import BallastLogs
import Foundation
import Testing

@Suite("Logs that grow") struct FollowerTests {
    private func losses(_ follower: LogFollower) throws -> [Double] {
        try follower.logs()[0].values(.trainLoss)
    }

    @Test("a torn last line waits for its end")
    func torn() throws {
        let folder = try LogFolder()
        try folder.write("step,loss\n1,4\n2,3", to: "log.csv")
        let follower = try LogFollower(folder("log.csv"))
        #expect(try follower.poll() == [folder("log.csv")])
        #expect(try losses(follower) == [4])
        #expect(try follower.poll().isEmpty)
        try folder.append(".5\n3,", to: "log.csv")
        #expect(try follower.poll().count == 1)
        #expect(try losses(follower) == [4, 3.5])
        try folder.append("nan\n", to: "log.csv")
        #expect(try follower.poll().count == 1)
        let last = try losses(follower)
        #expect(last.count == 3 && last[2].isNaN)
        #expect(try follower.logs()[0].steps(.trainLoss) == [1, 2, 3])
    }

    @Test("a log that has no loss yet has not grown")
    func header() throws {
        let folder = try LogFolder()
        try folder.write("step,loss\n", to: "log.csv")
        let follower = try LogFollower(folder("log.csv"))
        #expect(try follower.poll().isEmpty)
        try folder.append("1,4\n", to: "log.csv")
        #expect(try follower.poll().count == 1)
    }

    @Test("a torn record of TensorBoard waits, too; new event files are found")
    func records() throws {
        let folder = try LogFolder()
        var file = EventFile()
        for step in 0..<5 { file.scalar("loss", Double(step), at: step) }
        let cut = file.bytes.count - 9
        try folder.write(Array(file.bytes[..<cut]), to: "run/events.out.tfevents.1")
        let follower = try LogFollower(folder.path)
        _ = try follower.poll()
        #expect(try losses(follower) == [0, 1, 2, 3])
        try folder.append(Array(file.bytes[cut...]), to: "run/events.out.tfevents.1")
        _ = try follower.poll()
        #expect(try losses(follower) == [0, 1, 2, 3, 4])
        var next = EventFile()
        next.scalar("loss", 9, at: 5)
        try folder.write(next.bytes, to: "run/events.out.tfevents.2")
        let grown = try (0..<8).flatMap { _ in try follower.poll() }
        #expect(grown.count == 1)
        #expect(try losses(follower) == [0, 1, 2, 3, 4, 9])
        #expect(try follower.logs()[0].steps(.trainLoss) == Array(0...5))
    }

    @Test("a file that is cut, replaced or written anew is read again")
    func rotation() throws {
        let folder = try LogFolder()
        try folder.write("epoch,step,loss\n0,1,4\n0,2,3\n", to: "log.csv")
        let follower = try LogFollower(folder("log.csv"))
        _ = try follower.poll()
        // Lightning writes all rows again where a column appears.
        try folder.write("epoch,loss,step,val_loss\n0,4,1,\n0,3,2,\n0,,2,7\n", to: "log.csv")
        #expect(try follower.poll().count == 1)
        let log = try follower.logs()[0]
        #expect(log.steps(.trainLoss) == [1, 2] && log.values(.validationLoss) == [7])
        #expect(!log.hasNote("go back"))
        // A rotated log goes on.
        try FileManager.default.moveItem(atPath: folder("log.csv"), toPath: folder("log.1"))
        #expect(try follower.poll().isEmpty)
        try folder.write("epoch,loss,step,val_loss\n1,2,3,\n", to: "log.csv")
        #expect(try follower.poll().count == 1)
        #expect(try losses(follower) == [4, 3, 2])
        #expect(try follower.logs()[0].steps(.trainLoss) == [1, 2, 3])
    }

    @Test("a resumed run restarts its course; a document is read whole again")
    func restarts() throws {
        let folder = try LogFolder()
        try folder.write("step,loss\n1,4\n2,3\n3,2\n", to: "log.csv")
        let follower = try LogFollower(folder("log.csv"))
        _ = try follower.poll()
        try folder.append("2,9\n", to: "log.csv")
        _ = try follower.poll()
        #expect(try losses(follower) == [4, 9])

        try folder.write(
            "{\"log_history\": [{\"loss\": 1, \"step\": 5}]}", to: "trainer_state.json")
        let state = try LogFollower(folder("trainer_state.json"))
        _ = try state.poll()
        #expect(try losses(state) == [1])
        try folder.write(
            "{\"log_history\": [{\"loss\": 1, \"step\": 5}, {\"loss\": 2, \"step\": 10}]}",
            to: "trainer_state.json")
        _ = try state.poll()
        #expect(try state.logs()[0].steps(.trainLoss) == [5, 10])
    }

    @Test("the output of a program, cut anywhere")
    func output() throws {
        let text = Array(
            "Epoch 1/2, Train Loss: 2.5, Val Loss: 3\nx\nEpoch 2/2, Train Loss: nan, Val Loss: 4"
                .utf8)
        for size in [1, 7, text.count] {
            let follower = OutputFollower(name: "python train.py")
            var gains = 0
            for start in stride(from: 0, to: text.count, by: size) {
                let part = Array(text[start..<min(start + size, text.count)])
                if follower.consume(part.span) { gains += 1 }
            }
            #expect(gains == 1, "the first of two lines, which has its end")
            #expect(follower.finish())
            let log = try #require(try follower.log())
            #expect(log.steps(.trainLoss) == [1, 2] && log.values(.validationLoss) == [3, 4])
            #expect(log.format == .text)
        }
    }

    @Test("a long log is read in parts, whatever its form", arguments: ["csv", "jsonl", "json"])
    func parts(form: String) throws {
        let folder = try LogFolder()
        let rows = (1...30_000).map { ($0, 2 + Double($0 * 7919 % 1000) / 5000) }
        let text =
            switch form {
            case "csv": "step,loss\n" + rows.map { "\($0.0),\($0.1)\n" }.joined()
            case "jsonl":
                rows.map { "{\"step\": \($0.0), \"loss\": \($0.1)}\n" }.joined()
            default:
                "{\"log_history\": ["
                    + rows.map { "{\"step\": \($0.0), \"loss\": \($0.1)}" }
                    .joined(separator: ", ") + "]}"
            }
        try folder.write(text, to: "long.\(form)")
        let follower = try LogFollower(folder("long.\(form)"))
        var looks = 0
        repeat {
            var budget = 1000
            _ = try follower.poll(budget: &budget)
            #expect(budget <= 0 || !follower.isBehind)
            looks += 1
        } while follower.isBehind && looks < 1000
        #expect(looks > 1 && looks < 1000)
        #expect(try follower.poll().isEmpty)
        #expect(try losses(follower) == rows.map(\.1))
        #expect(try follower.logs()[0].steps(.trainLoss) == rows.map(\.0))
    }

    @Test("what is read in pieces is what is read at once")
    func pieces() throws {
        let folder = try LogFolder()
        let text =
            "epoch,step,loss,note\n"
            + (0..<50).map { "\($0 / 10),\($0),\($0).25,\"a, b\"\n" }.joined()
        try folder.write(text, to: "whole.csv")
        try folder.write("", to: "log.csv")
        let follower = try LogFollower(folder("log.csv"))
        for piece in stride(from: 0, to: text.utf8.count, by: 37) {
            try folder.append(Array(text.utf8.dropFirst(piece).prefix(37)), to: "log.csv")
            _ = try follower.poll()
        }
        let whole = try folder.log("whole.csv")
        let followed = try follower.logs()[0]
        #expect(followed.record[.trainLoss] == whole.record[.trainLoss])
        #expect(followed.record.stepsPerEpoch == whole.record.stepsPerEpoch)
    }
}
