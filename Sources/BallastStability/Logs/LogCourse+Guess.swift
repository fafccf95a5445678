import BallastEvents

extension LogCourse {
    /// The most classes for which a level that a loss stays at is told from others.
    private static let mostClasses = 30
    /// The highest cost of guessing that is believed of a first value: that of 1000 classes.
    private static let highest = 6.9
    /// The same for a first value alone, which badly scaled weights or pixels may raise.
    private static let believable = 3.4

    /// `ln K`, from the number of classes, a loss that stays where guessing among K classes is, or
    /// the first losses, since untrained weights guess.
    static func guess(
        _ record: RunRecord, _ losses: [Double], _ validations: [Double]
    ) -> Double {
        if let known = record.guessingLoss { return known }
        let late = losses.suffix(max(3, losses.count / 3))
        let level = median(late) ?? .nan
        if let classes = plateau(late, level, validations), !isLearned(record, classes) {
            return Double(classes).logarithm
        }
        let head = Array(losses.prefix(3)).median ?? .nan
        // Two classes are the fewest; weights that were trained before begin below that.
        return max(2.0.logarithm, head < believable ? head : min(head, max(level, 2), highest))
    }

    /// The number of classes among which guessing costs what the loss stays at.
    private static func plateau(
        _ late: ArraySlice<Double>, _ level: Double, _ validations: [Double]
    ) -> Int? {
        guard late.count >= 5, level > 0, level < 10 else { return nil }
        let parts = (0..<5).compactMap { part in
            median(
                late[
                    (late.startIndex + part * late.count / 5)..<(late.startIndex + (part + 1)
                        * late.count / 5)
                ])
        }
        guard let low = parts.min(), let high = parts.max(), let first = parts.first,
            let last = parts.last, low > 0, high < 1.12 * low, last > 0.95 * first
        else { return nil }
        if let validation = median(validations.suffix(max(2, validations.count / 3))),
            abs(validation / level - 1) > 0.06
        {
            return nil
        }
        let classes = Int(level.exponential.rounded())
        guard (2...mostClasses).contains(classes),
            abs(level / Double(classes).logarithm - 1) < 0.03
        else { return nil }
        return classes
    }

    /// Whether a validation's accuracy is beyond what guessing reaches.
    private static func isLearned(_ record: RunRecord, _ classes: Int) -> Bool {
        let all = record[.validationAccuracy].values.finite
        guard let accuracy = median(all.suffix(max(1, all.count / 3))) else { return false }
        return (accuracy > 1 ? accuracy / 100 : accuracy) > 1.5 / Double(classes) + 0.05
    }
}
