import BallastEvents

extension RunRecord {
    /// The standard deviation of a single sample's loss where the mean is known, a guess from
    /// above: losses of classifiers are skewed, with a deviation of about one and a half means
    /// where most samples are right.
    static func sampleDeviation(mean: Double) -> Double { 1.5 * mean }

    /// The difference of two validation losses that sampling alone explains:
    /// `3·s·√(1/n₁ + 1/n₂)`. Nil where the numbers of samples are unknown.
    func samplingAllowance(between first: ValidationRecord, and second: ValidationRecord) -> Double?
    {
        guard first.samples > 0, second.samples > 0 else { return nil }
        let deviation = Self.sampleDeviation(mean: max(first.loss, second.loss))
        let share = 1 / Double(first.samples) + 1 / Double(second.samples)
        return 3 * deviation * share.squareRoot()
    }

    /// Whether the choice of the validation images explains a spike.
    func isWithinSampling(_ spike: Spike) -> Bool {
        guard !spike.hasNonFinite, let level = spike.level,
            let peak = validations.last(where: { $0.step == spike.peakStep })
        else { return false }
        var before = peak
        before.loss = level
        guard let allowance = samplingAllowance(between: before, and: peak) else { return false }
        return peak.loss - level < allowance
    }
}
