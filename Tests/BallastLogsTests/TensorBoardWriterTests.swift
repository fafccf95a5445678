import BallastCore
import BallastEvents
import BallastLogs
import Foundation
import Testing

@Suite("Event files that are written")
struct TensorBoardWriterTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("ballast-events-\(UUID().uuidString)").path

    private func step(_ step: Int, _ loss: Double) -> RunEvent {
        RunEvent(
            .step(
                StepRecord(
                    step: step, epoch: 0, loss: loss, accuracy: 0.5, topKAccuracy: 1,
                    learningRate: 0.1, gradientNorm: 2, seconds: 0.1, committed: true)),
            time: 1000 + Double(step))
    }

    private func validation(_ step: Int, _ loss: Double, _ mode: ValidationMode) -> RunEvent {
        RunEvent(
            .validation(
                ValidationRecord(
                    step: step, epoch: 0, part: "validation", mode: mode, samples: 10, batches: 1,
                    loss: loss, accuracy: 0.25, topKAccuracy: 1, seconds: 0)),
            time: 1000)
    }

    @Test("what is written is read back by the reader of logs")
    func roundTrip() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let writer = try TensorBoardWriter(directory: folder, time: 1000)
        for number in 1...50 { writer.add(step(number, 2 / Double(number)), at: number) }
        writer.add(step(51, .nan), at: 51)
        writer.add(validation(50, 0.75, .eval), at: 50)
        writer.add(validation(50, 0.5, .batchStatistics), at: 50)
        writer.add(RunEvent(.note("a *note*"), time: 1000), at: 51)
        writer.histogram(
            "weights/a", ValueHistogram(of: [Float(1), 2, .nan, 5]), step: 50, time: 1000)
        try writer.flush()
        let log = try #require(try LogReader().read(folder).first)
        #expect(log.format == .tensorboard)
        let record = log.record
        #expect(record[.trainLoss].steps == Array(1...51))
        #expect(abs(record[.trainLoss].values[9] - 0.2) < 1e-6)
        #expect(record[.trainLoss].values[50].isNaN)
        #expect(record[.validationLoss].values == [0.75])
        #expect(record[.validationAccuracy].values == [0.25])
        #expect(record[.learningRate].values.count == 51)
        #expect(record[.gradientNorm].values.last == 2)
    }

    @Test("a course that begins again takes the place of what came before")
    func restart() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let writer = try TensorBoardWriter(directory: folder, time: 1000)
        for number in 1...20 { writer.add(step(number, 1), at: number) }
        try writer.flush()
        let other = try TensorBoardWriter(directory: folder, time: 1001, firstStep: 11)
        for number in 11...15 { other.add(step(number, 3), at: number) }
        try other.flush()
        let record = try #require(try LogReader().read(folder).first).record
        #expect(record[.trainLoss].steps == Array(1...15))
        #expect(record[.trainLoss].values.suffix(5) == [3, 3, 3, 3, 3])
    }

    @Test("a histogram has all finite values in its bins")
    func histogram() {
        let values = (0..<1000).map { Float($0 * $0 % 97) - 40 } + [.infinity, .nan]
        let histogram = ValueHistogram(of: values)
        #expect(histogram.count == 1000 && histogram.counts.reduce(0, +) == 1000)
        #expect(histogram.minimum == -40 && histogram.limits.last == histogram.maximum)
        #expect(zip(histogram.limits, histogram.limits.dropFirst()).allSatisfy { $0 < $1 })
        #expect(ValueHistogram(of: [Float(3), 3]).counts == [2])
        #expect(ValueHistogram(of: [Float.nan]).counts.isEmpty)
    }

    @Test("a folder that cannot be made is named")
    func unwritable() {
        #expect(throws: BallastError.self) {
            try TensorBoardWriter(directory: "/proc/no/such/place", time: 0)
        }
    }

    @Test("the table has a row for each step and empty cells where nothing was measured")
    func table() {
        var record = RunRecord(source: RecordSource(kind: "test", path: "", steps: 3))
        record.series[.trainLoss] = Series(steps: [1, 2, 3], values: [1, .nan, .infinity])
        record.series[.validationLoss] = Series(steps: [2, 4], values: [0.5, 0.25])
        let table = MetricsTable(record)
        #expect(
            table.text == "step,train_loss,validation_loss\n1,1.0,\n2,nan,0.5\n3,inf,\n4,,0.25\n")
        #expect(table.rowCount == 4)
    }
}
