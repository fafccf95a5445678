import BallastReport
import Testing

@Suite struct ProgressBarTests {
    private let terminal = TerminalStyle(
        isTerminal: true, usesColor: false, usesUnicode: true, width: 70)

    @Test func aTerminalsLineIsRewritten() {
        var bar = ProgressBar(total: 100, style: terminal, now: 10)
        #expect(
            bar.update(done: 0, message: "loss 1.95", now: 10)
                == "\r░░░░░░░░░░░░░░░░░░░░░░░░   0/100 loss 1.95\u{1B}[K")
        #expect(bar.update(done: 1, message: "", now: 10.05) == nil)
        #expect(
            bar.update(done: 50, message: "loss 1.2", now: 15)
                == "\r████████████░░░░░░░░░░░░  50/100 loss 1.2 · 10/s · 0:05 left\u{1B}[K")
        #expect(
            bar.update(done: 100, message: "loss 1.1", now: 15.01)
                == "\r████████████████████████ 100/100 loss 1.1 · 20/s · in 0:06\u{1B}[K")
        #expect(bar.update(done: 100, message: "loss 1.1", now: 15.02) == nil)
        #expect(bar.finish() == "\n")
    }

    @Test func aLongMessageDoesNotWrap() throws {
        var bar = ProgressBar(total: 10, style: terminal, now: 0)
        let long = String(repeating: "x", count: 200)
        let update = bar.update(done: 1, message: long, now: 1)
        let text = try #require(update)
        #expect(text.dropFirst().dropLast(3).count < 70)
    }

    @Test func elsewhereThereIsALineAtEveryTenthAndAfterHalfAMinute() {
        var bar = ProgressBar(total: 100, style: .plain, now: 0)
        var lines: [Int] = []
        for done in 1...100 {
            let text = bar.update(done: done, message: "loss 1", now: Double(done))
            if let text {
                lines.append(done)
                #expect(text.hasSuffix("\n") && !text.contains("\u{1B}") && !text.contains("\r"))
            }
        }
        #expect(lines == [1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
        var slow = ProgressBar(total: 1000, style: .plain, now: 0)
        #expect(slow.update(done: 1, message: "", now: 1) != nil)
        #expect(slow.update(done: 2, message: "", now: 30) == nil)
        #expect(slow.update(done: 3, message: "", now: 31) != nil)
        #expect(slow.finish() == "")
    }

    @Test func aResumedRunCountsOnlyItsOwnSteps() {
        var bar = ProgressBar(total: 7300, done: 100, style: .plain, now: 0)
        #expect(
            bar.update(done: 200, message: "loss 1", now: 100)
                == " 200/7300 loss 1 · 1/s · 1:58:20 left\n")
    }
}
