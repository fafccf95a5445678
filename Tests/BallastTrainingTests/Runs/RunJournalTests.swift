import BallastCore
import BallastEvents
import BallastTraining
import Foundation
import Testing

@Suite("The journal") struct RunJournalTests {
    private func step(_ number: Int) -> RunEvent {
        RunEvent(
            .step(
                StepRecord(
                    step: number, epoch: 0, loss: 1, accuracy: 0, topKAccuracy: 0,
                    learningRate: 0.1, gradientNorm: 1, seconds: 0, committed: true)),
            time: Double(number))
    }

    private func text(_ events: [RunEvent]) throws -> [UInt8] {
        try events.flatMap { try $0.line() + [UInt8(ascii: "\n")] }
    }

    @Test("a torn last line is left out, and gone when a run goes on")
    func torn() throws {
        let directory = try TemporaryDirectory()
        let whole = try text([step(1), step(2), step(3)])
        for length in (whole.count - 40)..<whole.count {
            try directory.write(Array(whole.prefix(length)), to: "events.jsonl")
            #expect(try RunJournal.events(directory("events.jsonl")) == [step(1), step(2)])
            try RunJournal.cut(directory("events.jsonl"), after: 3)
            #expect(try directory.bytes("events.jsonl") == text([step(1), step(2)]))
        }
        // A power failure leaves zeros where the size was written and the bytes were not.
        try directory.write(whole + [UInt8](repeating: 0, count: 50), to: "events.jsonl")
        try RunJournal.cut(directory("events.jsonl"), after: 3)
        #expect(try directory.bytes("events.jsonl") == whole)
    }

    @Test("a cut keeps what had happened by the step, byte for byte")
    func cutting() throws {
        let directory = try TemporaryDirectory()
        let note = RunEvent(.note("a sentence"), time: 0)
        let late = RunEvent(.note("a later sentence"), time: 0)
        let end = RunEvent(.runEnded(status: .completed, step: 3, reason: ""), time: 0)
        try directory.write(
            try text([note, step(1), step(2), note, step(3), late, end]), to: "events.jsonl")
        try RunJournal.cut(directory("events.jsonl"), after: 2)
        #expect(
            try directory.bytes("events.jsonl") == text([note, step(1), step(2), note]))
        try RunJournal.cut(directory("events.jsonl"), after: -1)
        #expect(try directory.bytes("events.jsonl").isEmpty)
    }

    @Test("a cut drops what was found or kept later, even where it is about earlier steps")
    func late() throws {
        let directory = try TemporaryDirectory()
        let finding = RunEvent(
            .finding(
                Finding(.spike, .trainLoss, steps: 1...1, value: 9, threshold: 2, text: "a spike")),
            time: 0)
        let kept = RunEvent(.checkpoint(step: 1, path: "checkpoints/step-00000001"), time: 0)
        let events = [step(1), kept, step(2), finding, step(3), kept, finding]
        try directory.write(try text(events), to: "events.jsonl")
        try RunJournal.cut(directory("events.jsonl"), after: 2)
        #expect(try RunJournal.events(directory("events.jsonl")) == Array(events.prefix(4)))
    }

    @Test("a cut keeps what was said beside a roll-back to an earlier step")
    func rollBack() throws {
        let directory = try TemporaryDirectory()
        func decision(to target: Int) -> RunEvent {
            RunEvent(
                .guardDecision(
                    GuardDecision(
                        step: 5, action: .rollBack, reason: "", evidence: [:],
                        intervention: .rollBack(toStep: target))), time: 0)
        }
        let outcome = RunEvent(
            .guardOutcome(
                GuardOutcome(
                    step: 5, decisionStep: 4, action: .skip, helped: false, reason: "",
                    evidence: [:])), time: 0)
        let earlier = [step(1), step(4), step(5), decision(to: 2), outcome, step(3)]
        let later = [step(4), step(5), decision(to: 3), outcome, step(4)]
        try directory.write(try text(earlier + later), to: "events.jsonl")
        try RunJournal.cut(directory("events.jsonl"), after: 3)
        #expect(try RunJournal.events(directory("events.jsonl")) == earlier)
    }

    @Test("a cut at a checkpoint's position keeps what was written before it, and its own line")
    func position() throws {
        let directory = try TemporaryDirectory()
        let back = RunEvent(
            .guardDecision(
                GuardDecision(
                    step: 4, action: .rollBack, reason: "", evidence: [:],
                    intervention: .rollBack(toStep: 1))), time: 0)
        let saved = RunEvent(.checkpoint(step: 2, path: "x"), time: 0)
        // By its steps alone the roll-back would look like one from before the checkpoint.
        let events = [step(1), step(2), saved, step(3), step(4), back, step(2)]
        try directory.write(try text(events), to: "events.jsonl")
        let position = try text(Array(events.prefix(2))).count
        try RunJournal.cut(directory("events.jsonl"), after: 2, position: position)
        #expect(try RunJournal.events(directory("events.jsonl")) == Array(events.prefix(3)))

        // No line ends there: the steps decide.
        try directory.write(try text([step(1), step(2), step(3)]), to: "events.jsonl")
        try RunJournal.cut(directory("events.jsonl"), after: 2, position: position + 1)
        #expect(try RunJournal.events(directory("events.jsonl")) == [step(1), step(2)])
    }

    @Test("a line in the middle that is no event is named")
    func damaged() throws {
        let directory = try TemporaryDirectory()
        let lines = try text([step(1)]) + Array("{\"kind\":\n".utf8) + text([step(3)])
        try directory.write(lines, to: "events.jsonl")
        let fault = #expect(throws: BallastError.self) {
            try RunJournal.cut(directory("events.jsonl"), after: 3)
        }
        #expect(fault?.kind == .badInput)
        #expect(fault?.place == directory("events.jsonl:2"))
        #expect(try directory.bytes("events.jsonl") == lines)
    }
}
