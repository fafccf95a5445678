import BallastCore
import BallastEvents

/// Which column each channel is read from.
struct ColumnChoice: Equatable {
    private(set) var columns: [Channel: Int] = [:]
    /// Columns that were passed over, though their names say nearly as much.
    private(set) var notes: [String] = []

    /// - Parameter candidates: the columns of the run, those of them that hold values.
    /// - Throws: ``BallastError`` of kind `badInput` that lists the candidates where the names
    ///   leave a doubt, or where there is no loss at all.
    init(
        _ table: ColumnTable, _ candidates: [Int], at path: String, _ map: ChannelMap
    ) throws(BallastError) {
        try Self.checkMap(table, at: path, map)
        for channel in ChannelMap.channels {
            let ranked = Self.ranked(channel, table, candidates)
            guard let best = ranked.first else { continue }
            let equals = ranked.filter { $0.rank == best.rank }
            if equals.count > 1, channel.isLoss {
                throw Self.doubt(channel, equals.map { table.columns[$0.column].name.text }, path)
            }
            columns[channel] = best.column
            if equals.count > 1 {
                notes.append(
                    "the \(Self.words(channel)) is that of "
                        + "`\(table.columns[best.column].name.text)`, the first of "
                        + "\(equals.count) such columns")
            }
        }
        guard columns[.trainLoss] == nil else { return }
        try Self.refuseUnsure(table, at: path, hasValidation: columns[.validationLoss] != nil)
    }

    /// Takes an accuracy whose name does not say so for the validation's.
    mutating func takeAccuracyForValidation(_ table: ColumnTable) {
        guard columns[.validationAccuracy] == nil, let column = columns[.trainAccuracy],
            !table.columns[column].name.words.contains("train")
        else { return }
        columns[.trainAccuracy] = nil
        columns[.validationAccuracy] = column
    }

    static func words(_ channel: Channel) -> String {
        channel.rawValue.map { $0 == "-" ? " " : String($0) }.joined()
    }

    private static func ranked(
        _ channel: Channel, _ table: ColumnTable, _ candidates: [Int]
    ) -> [(column: Int, rank: Int)] {
        candidates.compactMap { column in
            guard case .channel(channel, let rank) = table.columns[column].role else { return nil }
            return (column, rank)
        }.sorted { ($0.rank, $0.column) < ($1.rank, $1.column) }
    }

    private static func checkMap(
        _ table: ColumnTable, at path: String, _ map: ChannelMap
    ) throws(BallastError) {
        let named = map.columns.values.sorted() + [map.step, map.epoch].compactMap { $0 }
        let names = table.columns.map(\.name.text)
        for name in named where !names.contains(name) {
            throw BallastError(
                .badInput, "the log has no column '\(name)'; it has \(list(names))", at: path,
                mend: "Name one of these with --map.")
        }
    }

    private static func doubt(
        _ channel: Channel, _ names: [String], _ path: String
    ) -> BallastError {
        BallastError(
            .badInput, "several columns may be the \(words(channel)): \(list(names))", at: path,
            mend: "Name it: --map '\(channel.rawValue)=\(names[0])'.")
    }

    private static func refuseUnsure(
        _ table: ColumnTable, at path: String, hasValidation: Bool
    ) throws(BallastError) {
        guard !hasValidation else { return }
        let filled = table.columns.filter { $0.count > 0 }
        let unsure = filled.filter { $0.role == .unsure || $0.role == .test }.map(\.name.text)
        guard unsure.isEmpty else {
            throw BallastError(
                .badInput, "no column is surely the loss; it may be one of \(list(unsure))",
                at: path, mend: "Name it: --map 'train-loss=\(unsure[0])'.")
        }
        guard !filled.isEmpty else {
            throw BallastError(
                .badInput, "no number with a name is in it", at: path,
                mend: "Name a log that has the loss of each step or epoch.")
        }
        throw BallastError(
            .badInput, "no column is a loss; there are \(list(filled.map(\.name.text)))", at: path,
            mend: "Name it: --map train-loss=COLUMN.")
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(12).map { "`\($0)`" }.joined(separator: ", ")
        return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
    }
}
