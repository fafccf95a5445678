import ArgumentParser
import Ballast

/// How the logs of others are read.
struct ColumnOptions: ParsableArguments {
    @Option(
        name: .customLong("map"),
        help: ArgumentHelp(
            "Read a log's column as a channel: train-loss=COLUMN, validation-loss, "
                + "train-accuracy, validation-accuracy, learning-rate, gradient-norm, step or "
                + "epoch.",
            valueName: "channel=column"))
    var maps: [String] = []

    /// - Throws: ``BallastError`` of kind `usage` for a map that cannot be meant.
    func reading() throws -> LogOptions {
        LogOptions(channels: try ChannelMap(parsing: maps))
    }
}
