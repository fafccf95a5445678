import BallastCore
import BallastEvents

/// The columns that a person has named: `train-loss=COLUMN`, `step=COLUMN`, `epoch=COLUMN`.
public struct ChannelMap: Hashable, Sendable {
    public var columns: [Channel: String]
    /// The column that counts updates.
    public var step: String?
    /// The column that counts epochs.
    public var epoch: String?

    public init(columns: [Channel: String] = [:], step: String? = nil, epoch: String? = nil) {
        self.columns = columns
        self.step = step
        self.epoch = epoch
    }

    /// The channels that a column can be read as.
    public static let channels: [Channel] = [
        .trainLoss, .validationLoss, .trainAccuracy, .validationAccuracy, .learningRate,
        .gradientNorm,
    ]

    /// Reads the values of `--map`.
    ///
    /// - Throws: ``/BallastCore/BallastError`` of kind `usage` for one that is not `NAME=COLUMN` or
    ///   names something else than ``channels``, `step` and `epoch`.
    public init(parsing arguments: [String]) throws(BallastError) {
        self.init()
        for argument in arguments {
            let parts = argument.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else {
                throw BallastError(
                    .usage, "'\(argument)' is not NAME=COLUMN", at: "--map",
                    mend: "Write for example --map train-loss=COLUMN.")
            }
            let (name, column) = (String(parts[0]), String(parts[1]))
            if name == "step" {
                step = column
            } else if name == "epoch" {
                epoch = column
            } else if let channel = Self.channels.first(where: { $0.rawValue == name }) {
                columns[channel] = column
            } else {
                let known = Self.channels.map(\.rawValue) + ["step", "epoch"]
                throw BallastError(
                    .usage, "'\(name)' is no channel of a log", at: "--map",
                    mend: "Name one of \(known.joined(separator: ", ")).")
            }
        }
    }
}
