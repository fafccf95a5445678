import BallastEvents

/// What the steps of a log count, and how long an epoch is.
struct StepAxis {
    /// How rows without a step are placed.
    private enum Placement {
        /// They have steps.
        case asWritten
        /// By their epoch.
        case byEpoch
        /// By their number.
        case byRow
    }

    /// Whether the record's steps are epochs.
    private(set) var stepsAreEpochs = false
    private(set) var isPerEpoch = false
    /// Nil where it is not known or steps are epochs.
    private(set) var stepsPerEpoch: Int?
    /// Whether neither steps nor epochs were in the log.
    private(set) var isByRow = false
    private var placement = Placement.asWritten
    private let marks: [(ordinal: Int, epoch: Double)]

    init(_ table: ColumnTable, _ columns: [Channel: Int], _ recognition: LogRecognition) {
        marks = table.clock.epochsOfRows
        let lines = columns.values.map { table.series[$0] }
        if !table.clock.hasSteps, table.clock.ordinal > 0 {
            placement = Self.placement(marks, lines)
            isByRow = placement == .byRow
        }
        let train = columns[.trainLoss].map { table.series[$0] }
        let validation = columns[.validationLoss].map { table.series[$0] }
        stepsAreEpochs =
            placement == .byEpoch || table.stepsAreEpochs
            || recognition.hasEpochTags(columns, table)
        if !stepsAreEpochs {
            stepsPerEpoch = Self.stepsPerEpoch(table.clock, placement)
            if stepsPerEpoch == 1 { (stepsAreEpochs, stepsPerEpoch) = (true, nil) }
        }
        if stepsPerEpoch == nil, !stepsAreEpochs, let train, let validation {
            stepsAreEpochs = Self.goTogether(train, validation)
        }
        isPerEpoch = stepsAreEpochs || Self.isThin(train, table.clock, stepsPerEpoch)
    }

    /// The points of a column at the steps of the record.
    func placed(_ line: ColumnSeries) -> Series {
        guard placement == .byEpoch else { return Series(steps: line.steps, values: line.values) }
        var epochs = ColumnSeries()
        for (epoch, value) in zip(Self.epochs(line.steps, marks), line.values) {
            epochs.append(value, at: epoch)
        }
        return Series(steps: epochs.steps, values: epochs.values)
    }

    // MARK: Placement

    /// By epoch where each column has one value in an epoch, which all are whole numbers.
    private static func placement(
        _ marks: [(ordinal: Int, epoch: Double)], _ lines: [ColumnSeries]
    ) -> Placement {
        let most = Double(RowClock.mostSteps)
        guard !marks.isEmpty,
            marks.allSatisfy({ abs($0.epoch) < most && $0.epoch == $0.epoch.rounded() })
        else { return .byRow }
        for line in lines {
            let epochs = epochs(line.steps, marks)
            for (earlier, later) in zip(epochs, epochs.dropFirst()) where earlier == later {
                return .byRow
            }
        }
        return .byEpoch
    }

    /// The epochs that rows belong to; those before any are one before the first.
    private static func epochs(
        _ ordinals: [Int], _ marks: [(ordinal: Int, epoch: Double)]
    ) -> [Int] {
        var epochs: [Int] = []
        epochs.reserveCapacity(ordinals.count)
        var mark = -1
        for ordinal in ordinals {
            while mark + 1 < marks.count, marks[mark + 1].ordinal <= ordinal { mark += 1 }
            epochs.append(Int(mark < 0 ? marks[0].epoch - 1 : marks[mark].epoch))
        }
        return epochs
    }

    // MARK: Epochs

    private static func stepsPerEpoch(_ clock: RowClock, _ placement: Placement) -> Int? {
        var marks = clock.epochsOfSteps
        if placement == .byRow { marks = clock.epochsOfRows.map { ($0.ordinal, $0.epoch) } }
        // Behind a resumption only the last course counts.
        if let back = marks.indices.dropFirst().last(where: { marks[$0].step < marks[$0 - 1].step })
        {
            marks.removeFirst(back)
        }
        guard let first = marks.first, var last = marks.last, last.epoch > first.epoch else {
            return nil
        }
        if first.epoch != first.epoch.rounded() || last.epoch != last.epoch.rounded() {
            // Fractions of an epoch count from the beginning of the run.
            if let both = clock.lastOfBoth { last = both }
            guard last.epoch > 0 else { return nil }
            return whole(Double(last.step) / last.epoch)
        }
        return whole(Double(last.step - first.step) / (last.epoch - first.epoch))
    }

    private static func whole(_ value: Double) -> Int? {
        value >= 0.5 && value < Double(RowClock.mostSteps) ? Int(value.rounded()) : nil
    }

    /// Whether the training loss has no more points than there are epochs.
    private static func isThin(
        _ train: ColumnSeries?, _ clock: RowClock, _ stepsPerEpoch: Int?
    ) -> Bool {
        guard let train, train.count >= 2, let stepsPerEpoch, let last = train.steps.last,
            let first = train.steps.first
        else { return false }
        return Double(last - first) / Double(train.count - 1) >= 0.9 * Double(stepsPerEpoch)
    }

    /// Nobody validates after every update: where the two losses come at the same consecutive
    /// steps, the steps are epochs.
    private static func goTogether(_ train: ColumnSeries, _ validation: ColumnSeries) -> Bool {
        guard train.count >= 3, abs(train.count - validation.count) <= 1 else { return false }
        let pairs = zip(train.steps, validation.steps)
        guard pairs.allSatisfy({ $0 == $1 }), let first = train.steps.first,
            let last = train.steps.last
        else { return false }
        return last - first == train.count - 1
    }
}
