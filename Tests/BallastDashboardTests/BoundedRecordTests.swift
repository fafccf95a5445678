import BallastDashboard
import BallastEvents
import BallastReport
import Testing

@Suite("Bounded records")
struct BoundedRecordTests {
    private static func empty() -> BoundedRecord {
        let source = RecordSource(kind: "ballast-run", path: "run", steps: 0)
        return BoundedRecord(
            RecordedRun(name: "run", path: "run", record: RunRecord(source: source)))
    }

    @Test("a run of any length takes as much room as a long one, and no spike is lost")
    func spikes() {
        var record = Self.empty()
        let spikes = [777: 900.0, 123_456: 1000.0, 250_001: .nan, 299_999: .infinity]
        var largest = 0
        for step in 1...300_000 {
            let loss = spikes[step] ?? 1 + 1 / Double(step)
            record.add(RunEvent(RunFolder.step(step, loss: loss), time: 0))
            // As behind each look at a journal.
            if step.isMultiple(of: 1000) { record.tidy() }
            if step.isMultiple(of: 1000) { largest = max(largest, record.size) }
        }
        record.tidy()
        #expect(!record.isWhole)
        // Four channels of a step and a value each, and what comes between two checks.
        #expect(largest <= 4 * 2 * (BoundedRecord.mostPoints + 512))
        let loss = record.run.record[.trainLoss]
        for (step, value) in spikes {
            let index = loss.steps.firstIndex(of: step)
            #expect(
                index.map { loss.values[$0].isNaN ? value.isNaN : loss.values[$0] == value }
                    ?? false, "step \(step)")
        }
        #expect(loss.steps.first == 1 && loss.steps.last == 300_000)
        #expect(loss.steps == loss.steps.sorted())
    }

    @Test("maps of layers and mixes of labels stay within their limits, and keep what stands out")
    func maps() throws {
        var record = Self.empty()
        for step in 1...5000 {
            let norm = step == 3333 ? 1e6 : step == 4444 ? .nan : 1.0
            let layers = [LayerProbe(name: "a", gradientNorm: norm), LayerProbe(name: "b")]
            record.add(RunEvent(.layers(LayerRecord(step: step, layers: layers)), time: 0))
            var event = RunFolder.step(step)
            if case .step(var measured) = event {
                measured.labelCounts = step == 2222 ? [64, 0] : [32, 32]
                event = .step(measured)
            }
            record.add(RunEvent(event, time: 0))
        }
        record.tidy()
        let run = record.run.record
        #expect(run.layers.count <= 2 * BoundedRecord.mostMaps)
        let norms = run.layers.compactMap { $0.layers.first?.gradientNorm }
        #expect(norms.contains(1e6) && norms.contains(where: \.isNaN))
        #expect(run.labelCounts.count <= 4096)
        #expect(run.labelCounts.value(at: 2222) == [64, 0])
    }

    @Test("a short run is kept whole, so that it can be judged")
    func whole() {
        var record = Self.empty()
        for step in 1...10_000 { record.add(RunEvent(RunFolder.step(step), time: 0)) }
        record.tidy()
        #expect(record.isWhole)
        #expect(record.run.record[.trainLoss].count == 10_000)
    }
}
