import BallastCore

/// Reads one file of a log from its bytes, as they come.
///
/// What is not finished, such as the last line of a growing file, waits for more. A parser that
/// meets damage behind which it cannot go on says so in a note and leaves the rest alone.
protocol LogParser {
    /// Takes up the next bytes.
    ///
    /// - Throws: ``BallastError`` of kind `badInput` for what is no log at all.
    mutating func consume(
        _ bytes: Span<UInt8>, into table: inout ColumnTable
    ) throws(BallastError)

    /// Takes up what was waiting: no more will come.
    mutating func finish(into table: inout ColumnTable) throws(BallastError)
}
