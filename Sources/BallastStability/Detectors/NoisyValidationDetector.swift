import BallastEvents

/// A validation loss that looks like spikes but moves no more than the choice of its images
/// explains.
public struct NoisyValidationDetector: RecordDetector {
    /// The usual change from one validation to the next, as a factor, that makes it useless.
    private static let ratio = 1.5

    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        let validations = record.validations.filter { $0.loss.isFinite }
        let pairs = zip(validations, validations.dropFirst())
        let changes = pairs.map { abs(($1.loss / max($0.loss, 1e-12)).logarithm) }
        guard validations.count >= 5, let usual = changes.median else { return [] }
        let apparent = ValidationSpikeDetector().spikes(in: record)
            .filter { record.isWithinSampling($0) }
        let isRestless = usual > Self.ratio.logarithm && areSampling(Array(pairs), record)
        guard isRestless || !apparent.isEmpty, trainIsCalm(record),
            let first = validations.first, let last = validations.last
        else { return [] }
        let largest = changes.max() ?? 0
        return [
            Finding(
                .noisyValidation, .validationLoss, steps: first.step...last.step,
                value: largest.exponential, threshold: Self.ratio,
                text: "the validation loss changes by a factor of up to"
                    + " \(largest.exponential.short) from one validation to the next;"
                    + " \(last.samples) images explain that")
        ]
    }

    private func areSampling(
        _ pairs: [(ValidationRecord, ValidationRecord)], _ record: RunRecord
    ) -> Bool {
        let explained = pairs.filter { first, second in
            record.samplingAllowance(between: first, and: second)
                .map { abs(second.loss - first.loss) < $0 } ?? false
        }
        return explained.count * 10 >= pairs.count * 9
    }

    private func trainIsCalm(_ record: RunRecord) -> Bool {
        record.spikes(.trainLoss, .trainingLoss).isEmpty
    }
}
