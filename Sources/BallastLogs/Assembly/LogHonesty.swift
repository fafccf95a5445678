import BallastEvents

/// What a log hides, in sentences.
struct LogHonesty {
    private let table: ColumnTable
    private let choice: ColumnChoice
    private let axis: StepAxis
    private let recognition: LogRecognition
    private let record: RunRecord

    init(
        _ table: ColumnTable, _ choice: ColumnChoice, _ axis: StepAxis,
        _ recognition: LogRecognition, _ record: RunRecord
    ) {
        self.table = table
        self.choice = choice
        self.axis = axis
        self.recognition = recognition
        self.record = record
    }

    var notes: [String] {
        frameworkNotes + courseNotes + columnNotes + choice.notes + table.notes
    }

    // MARK: What the framework does

    private var frameworkNotes: [String] {
        var notes: [String] = []
        switch recognition.framework {
        case .huggingface:
            notes.append(
                "the Hugging Face Trainer logs the mean since the last log, and leaves NaN and "
                    + "infinite losses out of it (logging_nan_inf_filter): this log can look "
                    + "healthy where the run is not")
        case .detectron2:
            notes.append(
                "detectron2 writes the median of the last 20 iterations: a spike of fewer than 10 "
                    + "of them cannot be seen")
        case .keras where !axis.isPerEpoch && recognition.format == .tensorboard:
            notes.append("Keras' batch_loss is the mean of the epoch so far, not of the batch")
        case .mmengine:
            notes.append("mmengine smooths the loss over a window of iterations")
        default: break
        }
        if axis.isPerEpoch, choice.columns[.trainLoss] != nil {
            notes.append(
                "the training loss is one value per epoch, its mean: a spike within an epoch is "
                    + "averaged away")
        }
        if choice.columns[.gradientNorm] != nil {
            notes.append(clippingNote)
        }
        if recognition.format == .tensorboard {
            notes.append("TensorBoard keeps values as 32-bit floats, of about 7 digits")
        }
        return notes
    }

    private var clippingNote: String {
        switch recognition.framework {
        case .huggingface, .megatron:
            "the gradient norm is the one before clipping"
        default: "the log does not say whether the gradient norm is from before or after clipping"
        }
    }

    // MARK: The course of the log

    private var courseNotes: [String] {
        var notes: [String] = []
        let lines = choice.columns.values.map { table.series[$0] }
        let overlaps = lines.map(\.overlaps).max() ?? 0
        if overlaps > 0, table.rereads == 0 {
            let times = overlaps == 1 ? "once" : "\(overlaps) times"
            notes.append(
                "the steps go back \(times), as when a run is taken up again: where steps overlap "
                    + "the later value counts")
        }
        if table.clock.isJoined {
            notes.append("steps count anew in each epoch; they were joined to one count")
        }
        if axis.isByRow {
            notes.append("the log has no step for its values; they are numbered by row")
        }
        if lines.contains(where: { $0.halvings > 0 }) {
            notes.append(
                "the log is so long that it was thinned; extremes and non-finite values stay")
        }
        if recognition.format == .wandb {
            notes.append(
                table.isBinned
                    ? "the chart was exported in bins: a value is the mean of several steps"
                    : "Weights & Biases leaves out points whose step is below one already logged")
        }
        return notes
    }

    // MARK: Columns

    private var columnNotes: [String] {
        var notes: [String] = []
        for (channel, column) in choice.columns.sorted(by: { $0.value < $1.value }) {
            let own = table.columns[column]
            if own.absent > 0 {
                notes.append(
                    "`\(own.name.text)` is masked (null or NA) in \(own.absent) places; some "
                        + "writers put that for NaN")
            }
            if LogBuilder.isPercent(channel, own) {
                notes.append("`\(own.name.text)` was read as percent")
            }
        }
        let tests = table.columns.filter { $0.role == .test && $0.count > 0 }.map(\.name.text)
        if let test = tests.first, record[.validationLoss].isEmpty {
            notes.append(
                "`\(test)` is not taken for validation; if it is, say --map validation-loss=COLUMN")
        }
        let unsure = table.columns.filter { $0.role == .unsure && $0.count > 0 }.map(\.name.text)
        if choice.columns[.trainLoss] == nil, let first = unsure.first {
            notes.append(
                "no training loss is known; if it is `\(first)`, say --map train-loss=COLUMN")
        }
        return notes
    }
}
