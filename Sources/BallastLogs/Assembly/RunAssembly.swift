import BallastCore

/// The files of one run's log and the table that they fill.
final class RunAssembly {
    private(set) var source: LogSource
    private(set) var table: ColumnTable
    private let options: LogOptions
    private var tails: [FileTail]

    init(_ source: LogSource, _ options: LogOptions) {
        self.source = source
        self.options = options
        table = ColumnTable(options)
        tails = source.parts.map { FileTail($0, options) }
    }

    /// How the files are laid out, as far as they are known.
    var contents: [FileContents] { tails.compactMap(\.contents) }

    /// Whether a column was read that a channel could come from.
    var hasChannels: Bool {
        zip(table.columns, table.series).contains { column, series in
            column.kind == .kept && series.count > 0
        }
    }

    func readWhole() throws(BallastError) {
        for tail in tails { try tail.readWhole(into: &table) }
    }

    /// Reads bytes as the contents of the one file.
    func readWhole(_ bytes: [UInt8], piece: Int) throws(BallastError) {
        for tail in tails { try tail.readWhole(bytes, piece: piece, into: &table) }
    }

    /// Takes up files that have come since, such as the event file of a run that was taken up.
    func join(_ newer: LogSource) {
        for part in newer.parts where !source.parts.contains(part) {
            source.parts.append(part)
            tails.append(FileTail(part, options))
        }
    }

    /// Whether the last look ended before the end of a file.
    var isBehind: Bool { tails.contains(where: \.isBehind) }

    /// Whether the columns of a run leave no doubt, which the next row may settle.
    var isReadable: Bool {
        let builder = builder
        return builder.runs.contains { (try? builder.choice(of: $0)) != nil }
    }

    /// Reads what was written since the last look.
    ///
    /// - Parameter budget: the bytes that may be read; those that were are taken from it.
    /// - Returns: whether anything was new.
    func poll(budget: inout Int) throws(BallastError) -> Bool {
        var changed = false
        for tail in tails where try tail.poll(into: &table, budget: &budget) { changed = true }
        return changed
    }

    /// Hands the table to a parser that has its bytes from elsewhere.
    func withTable<Result>(_ body: (inout ColumnTable) -> Result) -> Result { body(&table) }

    /// What makes records of the table as it stands.
    var builder: LogBuilder { LogBuilder(source, contents, table, options) }

    /// The runs in the log, of which an export can hold several.
    func logs() throws(BallastError) -> [ForeignLog] {
        try builder.logs()
    }
}
