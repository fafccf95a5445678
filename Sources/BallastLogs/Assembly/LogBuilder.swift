import BallastCore
import BallastEvents

/// Makes the records of runs from a table that was read.
struct LogBuilder {
    private let source: LogSource
    let table: ColumnTable
    private let options: LogOptions
    let recognition: LogRecognition

    init(
        _ source: LogSource, _ contents: [FileContents], _ table: ColumnTable,
        _ options: LogOptions
    ) {
        self.source = source
        self.table = table
        self.options = options
        recognition = LogRecognition(source, contents, table)
    }

    /// - Throws: ``BallastError`` of kind `badInput` where no column, or more than one, may be the
    ///   loss.
    func logs() throws(BallastError) -> [ForeignLog] {
        var logs: [ForeignLog] = []
        for run in runs { logs.append(try log(of: run)) }
        return logs
    }

    /// The runs that an export names, in the order of their columns; nil where none is named.
    var runs: [String?] {
        var known: Set<String> = []
        let named = table.columns.compactMap(\.run).filter { known.insert($0).inserted }
        return named.isEmpty ? [nil] : named
    }

    /// The column of each channel of a run.
    func choice(of run: String?) throws(BallastError) -> ColumnChoice {
        let filled = table.columns.indices.filter {
            table.columns[$0].run == run && table.series[$0].count > 0
        }
        let candidates = recognition.onOneAxis(filled)
        var choice = try ColumnChoice(table, candidates, at: source.path, options.channels)
        if recognition.validatesByDefault, options.channels.columns[.trainAccuracy] == nil {
            choice.takeAccuracyForValidation(table)
        }
        return choice
    }

    private func log(of run: String?) throws(BallastError) -> ForeignLog {
        let choice = try choice(of: run)
        let axis = StepAxis(table, choice.columns, recognition)
        var record = RunRecord(
            source: RecordSource(kind: recognition.format.rawValue, path: source.path, steps: 0))
        for (channel, column) in choice.columns {
            record.series[channel] = series(channel, column, axis)
        }
        record.source.steps = record.lastStep
        record.stepsPerEpoch = axis.stepsPerEpoch
        record.plannedSteps = table.plannedSteps ?? plannedSteps(axis)
        record.notes = LogHonesty(table, choice, axis, recognition, record).notes
        return ForeignLog(
            name: run ?? source.name, record: record, format: recognition.format,
            framework: recognition.framework, isPerEpoch: axis.isPerEpoch,
            stepsAreEpochs: axis.stepsAreEpochs,
            isThinned: choice.columns.values.contains { table.series[$0].halvings > 0 },
            mapping: choice.columns.mapValues { table.columns[$0].name.text },
            columns: table.columns.filter { $0.run == run || $0.run == nil }.map { column in
                LogColumn(
                    name: column.name.text, count: column.count, nonFinite: column.nonFinite,
                    absent: column.absent)
            },
            notes: record.notes)
    }

    /// The steps of all epochs, where the log ends before the last one.
    private func plannedSteps(_ axis: StepAxis) -> Int? {
        guard let epochs = table.epochs, epochs.reached < epochs.planned else { return nil }
        return (axis.stepsAreEpochs ? 1 : axis.stepsPerEpoch).map { $0 * epochs.planned }
    }

    private func series(_ channel: Channel, _ column: Int, _ axis: StepAxis) -> Series {
        let line = axis.placed(table.series[column])
        guard Self.isPercent(channel, table.columns[column]) else { return line }
        return Series(steps: line.steps, values: line.values.map { $0 / 100 })
    }

    /// Whether an accuracy is written in percent: no share is above one.
    static func isPercent(_ channel: Channel, _ column: TableColumn) -> Bool {
        channel.isAccuracy && column.greatest > 1.0001
    }
}
