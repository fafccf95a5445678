import BallastCore
import BallastEvents
import BallastStability
import BallastTraining
import Foundation
import Testing

@Suite("A run directory under diagnosis, also where it is damaged", .serialized)
struct RunExaminationTests {
    /// A run that breaks off because of its rate.
    private static func broken() throws -> DiagnosedRun { try DiagnosedRun { $0.learningRate = 1 } }

    /// Every file but the diagnosis, by its path in the run.
    private static func files(_ run: DiagnosedRun) throws -> [String: Data] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: run.path)
        var files: [String: Data] = [:]
        for name in names where name != "diagnosis.json" {
            files[name] = FileManager.default.contents(atPath: "\(run.path)/\(name)")
        }
        return files
    }

    @Test func theControlRepeatsTheRunBitForBit() throws {
        let run = try Self.broken()
        let examination = try run.examination()
        let record = try examination.record()
        let controls = try examination.diagnose().replays.filter { $0.intervention == .unchanged }
        #expect(!controls.isEmpty)
        for control in controls {
            #expect(control.steps.count > 1)
            let recorded = record[control.channel].within(control.steps[0]...control.steps.last!)
            #expect(recorded.steps == control.steps)
            #expect(recorded.values.map(\.bitPattern) == control.values.map(\.bitPattern))
        }
    }

    @Test func onlyTheDiagnosisIsWritten() throws {
        let run = try Self.broken()
        let before = try Self.files(run)
        let diagnosis = try run.diagnose()
        #expect(try Self.files(run) == before)
        let written = try #require(
            FileManager.default.contents(atPath: "\(run.path)/diagnosis.json"))
        #expect(
            try JSONCoding.decode(Diagnosis.self, from: written, at: "diagnosis.json")
                == diagnosis)
    }

    @Test(arguments: [1, 60, 200]) func theBudgetIsKept(_ steps: Int) throws {
        var examination = try Self.broken().examination()
        examination.budget = ReplayBudget(steps: steps, seconds: .infinity)
        let diagnosis = try examination.diagnose()
        #expect(diagnosis.replays.reduce(0) { $0 + $1.steps.count } <= steps + 1)
        #expect(steps >= 200 || diagnosis.notes.contains { $0.contains("budget") })
    }

    /// The states that its run saved are not the replay's own.
    @Test func aGuardedReplayGoesBackToItsOwnStatesOnly() throws {
        let run = try DiagnosedRun {
            $0.learningRate = 0.02
            $0.schedule = try ScheduleSpec(
                parsing: "multistep:milestones=80,gamma=100,every=step")
        }
        let replay = try run.replayer().replay(
            ReplayRequest(
                .configure(ConfigurationChange([.guardMode: "repair"])), fromStep: 60, toStep: 160),
            shouldStop: { false })
        let backs = replay.decisions.compactMap { decision -> Int? in
            if case .rollBack(let step)? = decision.intervention { step } else { nil }
        }
        #expect(!backs.isEmpty, "\(replay.decisions.map(\.action))")
        #expect(backs.allSatisfy { $0 >= 60 })
    }

    @Test func withoutCheckpointsReplaysBeginAtTheStart() throws {
        let run = try Self.broken()
        for name in try FileManager.default.contentsOfDirectory(atPath: "\(run.path)/checkpoints") {
            try FileManager.default.removeItem(atPath: "\(run.path)/checkpoints/\(name)")
        }
        let diagnosis = try run.diagnose()
        #expect(diagnosis.replays.allSatisfy { $0.fromStep == 0 })
        #expect(diagnosis.leadingCause?.cause == .learningRateTooHigh)
    }

    @Test func aTornRecordIsReadAsFarAsItGoes() throws {
        let run = try Self.broken()
        let path = "\(run.path)/events.jsonl"
        let events = try #require(FileManager.default.contents(atPath: path))
        try events.prefix(events.count - 30).write(to: URL(fileURLWithPath: path))
        let diagnosis = try run.diagnose()
        #expect(diagnosis.leadingCause?.cause == .learningRateTooHigh)
        // Cut before anything went wrong, nothing is said to be wrong.
        try events.prefix(events.count / 5).write(to: URL(fileURLWithPath: path))
        #expect(try run.diagnose().causes.isEmpty)
    }

    @Test func aLineThatIsNoEventIsNamed() throws {
        let run = try Self.broken()
        let path = "\(run.path)/events.jsonl"
        var events = try #require(FileManager.default.contents(atPath: path))
        events.append(contentsOf: "no event\n".utf8)
        try events.write(to: URL(fileURLWithPath: path))
        #expect(throws: BallastError.self) { try run.diagnose() }
    }

    @Test func checkpointsOfAnotherModelProveNothing() throws {
        let run = try Self.broken()
        let other = try DiagnosedRun { $0.model = "mlp:depth=2,width=16" }
        let folder = "\(run.path)/checkpoints"
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let foreign = "\(other.path)/checkpoints/\(name)"
            guard FileManager.default.fileExists(atPath: foreign) else { continue }
            try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
            try FileManager.default.copyItem(atPath: foreign, toPath: "\(folder)/\(name)")
        }
        let diagnosis = try run.diagnose()
        #expect(diagnosis.causes.allSatisfy { $0.verdict < .proven })
        let said = diagnosis.notes + diagnosis.causes.flatMap(\.evidence)
        #expect(
            said.contains { $0.contains("could not be made") || $0.contains("could not measure") })
    }

    @Test func changedDataIsNotReplayed() throws {
        let run = try Self.broken()
        let diagnosis = try run.examination(otherImages: Gratings(noise: 59)).diagnose()
        #expect(diagnosis.replays.isEmpty)
        #expect(diagnosis.causes.allSatisfy { $0.verdict < .proven })
        #expect(diagnosis.notes.contains { $0.contains("the data is not what it was") })
    }

    @Test func anInterruptedDiagnosisWritesNothing() throws {
        let run = try Self.broken()
        let before = try Self.files(run)
        var asked = 0
        let diagnosis = try run.examination().diagnose(shouldStop: {
            asked += 1
            return asked > 20
        })
        #expect(diagnosis.causes.allSatisfy { $0.verdict < .proven })
        #expect(!FileManager.default.fileExists(atPath: "\(run.path)/diagnosis.json"))
        #expect(try Self.files(run) == before)
        // Nothing is left that would stand in the way of another one.
        #expect(try run.diagnose().leadingCause?.verdict == .proven)
    }
}
