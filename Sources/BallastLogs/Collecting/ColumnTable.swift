import BallastEvents

/// All columns of a run as its parsers hand them over, value by value or row by row.
///
/// Memory does not grow with the log: a column at its limit is halved in resolution.
struct ColumnTable {
    private let options: LogOptions
    private(set) var columns: [TableColumn] = []
    private(set) var series: [ColumnSeries] = []
    private(set) var clock = RowClock()
    /// What reading has noticed, each sentence once.
    private(set) var notes: [String] = []
    /// How many values have come, those that were left out since included.
    private(set) var received = 0
    /// How often a file was read again from its beginning, which makes steps go back.
    var rereads = 0
    /// Whether the steps are known to count epochs.
    var stepsAreEpochs = false
    /// The updates that the run was meant to make, where the log says so.
    var plannedSteps: Int?
    /// The epoch of the last line and the number of all, where lines say both.
    var epochs: (reached: Int, planned: Int)?
    /// What the log was made with, where its layout leaves no doubt.
    var framework: LogFramework?
    /// Whether the program printed Python's dictionaries, as the Hugging Face Trainer does.
    var printsDictionaries = false
    /// Whether values are means of the steps since the last ones, as exports of charts are.
    var isBinned = false
    /// The column names that a step has been read from, for the choice among several.
    private var places: [String: Int] = [:]
    private var kinds: [TableColumn.Kind] = []
    private var points = 0

    private var cells: [(column: Int, value: Double)] = []
    private var rowStep: Int?
    private var rowStepRank = Int.max
    private var bestStepRank = Int.max
    private var rowEpoch: Double?
    private var isSummary = false

    /// A log with more has names that are data.
    private static let mostColumns = 20_000

    init(_ options: LogOptions) {
        self.options = options
    }

    // MARK: Columns

    /// The place of a column, made where it is new; nil where there are too many.
    ///
    /// - Parameter known: its role, where more than its name tells it.
    mutating func column(named text: String, run: String? = nil, role known: ColumnRole? = nil)
        -> Int?
    {
        let key = run.map { "\($0)\u{0}\(text)" } ?? text
        if let place = places[key] { return place }
        guard columns.count < Self.mostColumns else {
            note("the log has more than \(Self.mostColumns) columns; the later ones are not read")
            return nil
        }
        let name = ColumnName(text)
        var role = role(of: name)
        if let known, case .channel(let channel, _) = known,
            options.channels.columns[channel] == nil
        {
            role = known
        }
        let kind = Self.kind(role, name)
        places[key] = columns.count
        columns.append(TableColumn(name: name, run: run, role: role, kind: kind))
        kinds.append(kind)
        series.append(ColumnSeries())
        return columns.count - 1
    }

    /// Whether the values of a column matter, so that parsers may pass over the others.
    func isRead(_ column: Int) -> Bool { kinds[column] != .ignored }

    private func role(of name: ColumnName) -> ColumnRole {
        let map = options.channels
        if let channel = map.columns.first(where: { $0.value == name.text })?.key {
            return .channel(channel, rank: -1)
        }
        if let step = map.step, step == name.text { return .step(rank: -1) }
        if let epoch = map.epoch, epoch == name.text { return .epoch }
        let role = ColumnRules.role(of: name)
        switch role {
        case .step where map.step != nil, .epoch where map.epoch != nil: return .other
        case .channel(let channel, _) where map.columns[channel] != nil: return .other
        default: return role
        }
    }

    private static func kind(_ role: ColumnRole, _ name: ColumnName) -> TableColumn.Kind {
        switch role {
        case .step: .step
        case .epoch: .epoch
        case .channel: .kept
        case .other where name.words.suffix(2) == ["train", "runtime"]: .summary
        case .unsure, .test, .other: .ignored
        }
    }

    // MARK: Rows

    /// A cell of the row at hand.
    mutating func set(_ column: Int, _ value: Double) {
        columns[column].count += 1
        switch kinds[column] {
        case .ignored: return
        case .summary: isSummary = true
        case .kept: cells.append((column, value))
        case .epoch: if value.isFinite { rowEpoch = value }
        case .step:
            guard case .step(let rank) = columns[column].role, rank < rowStepRank,
                abs(value) < Double(RowClock.mostSteps), let step = Int(exactly: value.rounded())
            else { return }
            rowStep = step
            rowStepRank = rank
        }
    }

    /// What a cell of the row at hand says.
    mutating func set(_ column: Int, _ cell: NumberText.Cell) {
        switch cell {
        case .value(let value): set(column, value)
        case .absent(inWords: true): columns[column].absent += 1
        case .absent, .other: break
        }
    }

    /// The step of the row at hand, where no column has it.
    mutating func setStep(_ step: Int, rank: Int) {
        guard rank < rowStepRank, abs(step) < RowClock.mostSteps else { return }
        rowStep = step
        rowStepRank = rank
    }

    /// A cell that only counts, since nobody reads its column.
    mutating func count(_ column: Int) {
        columns[column].count += 1
    }

    /// A cell that says in words that there is no value.
    mutating func setAbsent(_ column: Int) {
        columns[column].absent += 1
    }

    /// Ends the row at hand.
    ///
    /// - Parameters:
    ///   - epoch: where the row itself says none.
    ///   - total: the steps of an epoch, where the row says so.
    mutating func endRow(epoch: Double? = nil, total: Int? = nil) {
        defer {
            cells.removeAll(keepingCapacity: true)
            (rowStep, rowEpoch, rowStepRank, isSummary) = (nil, nil, Int.max, false)
        }
        bestStepRank = min(bestStepRank, rowStepRank)
        guard !cells.isEmpty else { return }
        // Where a surer name for the step exists, a row without it tells another kind of step.
        let own = rowStepRank == bestStepRank ? rowStep : nil
        let whole = total.flatMap { 1...RowClock.mostSteps ~= $0 ? $0 : nil }
        let step = clock.step(own, of: whole, epoch: rowEpoch ?? epoch)
        for (column, value) in cells {
            if isSummary, case .channel(.trainLoss, _) = columns[column].role { continue }
            append(column, value, at: step)
        }
    }

    /// A value with a step of its own.
    mutating func point(_ column: Int, step: Int, value: Double) {
        columns[column].count += 1
        switch kinds[column] {
        case .kept: append(column, value, at: step)
        case .epoch: if value.isFinite { clock.note(epoch: value, at: step) }
        case .ignored, .step, .summary: break
        }
    }

    private mutating func append(_ column: Int, _ value: Double, at step: Int) {
        if !value.isFinite {
            columns[column].nonFinite += 1
        } else if value > columns[column].greatest {
            columns[column].greatest = value
        }
        series[column].append(value, at: step)
        received += 1
        points += 1
        if series[column].count >= options.columnPoints { series[column].halve() }
        if points >= options.runPoints { makeRoom() }
    }

    private mutating func makeRoom() {
        points = series.reduce(0) { $0 + $1.count }
        guard points >= options.runPoints - options.runPoints / 8,
            let longest = series.indices.max(by: { series[$0].count < series[$1].count })
        else { return }
        series[longest].halve()
        points = series.reduce(0) { $0 + $1.count }
    }

    // MARK: Notes and followers

    mutating func note(_ sentence: String) {
        if !notes.contains(sentence), notes.count < 100 { notes.append(sentence) }
    }

    /// Forgets where rows without any step or epoch are, since their file is read again.
    mutating func forgetUncounted() {
        guard !clock.hasSteps, clock.epochsOfRows.isEmpty else { return }
        clock = RowClock()
    }
}
