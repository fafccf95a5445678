import BallastEvents
import BallastStability
import Foundation

/// A run whose course is written down instead of trained: expected losses by step, with the noise
/// of batches drawn from a skewed distribution of sample losses.
struct ScriptedRun {
    var seed: UInt64 = 0
    var steps = 400
    var classes = 7
    var batchSize = 64
    /// 1: exponential losses of samples once the loss is small; less: a few samples carry more of
    /// it.
    var shape = 0.7
    var validateEvery = 40
    var validationSamples = 1000
    /// The expected training loss of the step.
    var loss: (Int) -> Double = { _ in 1 }
    /// The expected validation loss after the step; nil: a tenth above the training loss.
    var validation: ((Int) -> Double)?
    /// Nil: in proportion to the square root of the loss.
    var gradientNorm: ((Int) -> Double)?
    var rate: (Int) -> Double = { _ in 0.1 }
    /// Whether single values are replaced, such as by NaN.
    var replaced: [Int: Double] = [:]
    var change: (inout RunRecord) -> Void = { _ in }

    var record: RunRecord {
        var dice = Dice(seed)
        var record = RunRecord(
            source: RecordSource(kind: "ballast-run", path: "scripted", steps: steps))
        var configuration = RunConfiguration()
        configuration.batchSize = batchSize
        record.configuration = configuration
        record.classes = classes
        record.plannedSteps = steps
        record.status = .completed
        for step in 1...steps { addStep(step, to: &record, &dice) }
        change(&record)
        return record
    }

    private func addStep(_ step: Int, to record: inout RunRecord, _ dice: inout Dice) {
        let expected = loss(step)
        let guessing = log(Double(classes))
        // A model that guesses loses about the same on every sample.
        let closeness = min(1, expected / guessing)
        let skew = shape + max(0, 3 - shape) * closeness * closeness
        let value = dice.batchMean(expected, count: batchSize, shape: skew)
        let right =
            1 / Double(classes) + (1 - 1 / Double(classes)) * max(0, 1 - expected / guessing)
        let accuracy = right + dice.normal() * sqrt(right * (1 - right) / Double(batchSize))
        let norm = gradientNorm?(step) ?? 2 * sqrt(expected)
        record.add(
            RunEvent(
                .step(
                    StepRecord(
                        step: step, epoch: 0, loss: replaced[step] ?? value,
                        accuracy: min(1, max(0, accuracy)), topKAccuracy: 1,
                        learningRate: rate(step), gradientNorm: norm * exp(0.3 * dice.normal()),
                        seconds: 0.01, committed: true)), time: 0))
        guard step % validateEvery == 0 || step == steps else { return }
        let mean = validation?(step) ?? 1.1 * expected
        // The same images every time: most of their noise is common to all validations.
        let noise = dice.batchMean(1, count: validationSamples, shape: shape)
        record.add(
            RunEvent(
                .validation(
                    ValidationRecord(
                        step: step, epoch: 0, part: "validation", mode: .eval,
                        samples: validationSamples, batches: 1, loss: mean * noise,
                        accuracy: min(1, max(0, accuracy)), topKAccuracy: 1, seconds: 0)), time: 0))
    }
}
