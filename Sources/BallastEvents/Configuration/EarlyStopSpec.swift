import BallastCore

/// When a run ends before its length is used up; as text
/// `patience=N[,min-delta=X][,start-epoch=E][,metric=loss|accuracy]`.
public struct EarlyStopSpec: Hashable, Sendable {
    public enum Metric: String, Sendable, CaseIterable {
        /// A smaller validation loss is better.
        case loss
        /// A larger validation accuracy is better.
        case accuracy
    }

    /// Validations without improvement in a row at which the run ends.
    public var patience: Int
    /// The change that a validation must exceed to be an improvement.
    public var minimumDelta = 0.0
    /// Validations of earlier epochs, which count from 0, are not looked at.
    public var startEpoch = 0
    public var metric = Metric.loss

    public init(patience: Int) {
        self.patience = patience
    }

    /// - Throws: ``BallastError`` of kind `usage` that names `--early-stop`.
    public func validate() throws {
        guard patience >= 1 else { throw Self.error("a patience of \(patience) never waits") }
        guard minimumDelta >= 0, minimumDelta.isFinite else {
            throw Self.error("a min-delta of \(minimumDelta)")
        }
        guard startEpoch >= 0 else { throw Self.error("a start-epoch of \(startEpoch)") }
    }

    fileprivate static func error(_ what: String) -> BallastError {
        BallastError(
            .usage, what, at: RunConfiguration.Key.earlyStop.option,
            mend: "write patience=N[,min-delta=X][,start-epoch=E][,metric=loss|accuracy] "
                + "with N of at least 1, such as patience=10,min-delta=0.001")
    }
}

extension EarlyStopSpec {
    /// - Throws: ``BallastError`` of kind `usage` that names `--early-stop` and the form.
    public init(parsing text: String) throws {
        var values: [String: String] = [:]
        for pair in text.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw Self.error("'\(pair)' is not key=value") }
            let key = String(parts[0])
            guard ["patience", "min-delta", "start-epoch", "metric"].contains(key) else {
                throw Self.error("there is no key '\(key)'")
            }
            guard values.updateValue(String(parts[1]), forKey: key) == nil else {
                throw Self.error("the key '\(key)' is given twice")
            }
        }
        func value<Value>(_ key: String, _ usual: Value?, _ read: (String) -> Value?) throws
            -> Value
        {
            guard let text = values[key] else {
                guard let usual else { throw Self.error("'\(key)=' is missing") }
                return usual
            }
            guard let value = read(text) else {
                throw Self.error("'\(text)' is no value for '\(key)'")
            }
            return value
        }
        patience = try value("patience", nil) { Int($0) }
        minimumDelta = try value("min-delta", 0) { Double($0) }
        startEpoch = try value("start-epoch", 0) { Int($0) }
        metric = try value("metric", .loss) { Metric(rawValue: $0) }
        try validate()
    }
}

extension EarlyStopSpec: CustomStringConvertible {
    public var description: String {
        var text = "patience=\(patience)"
        if minimumDelta != 0 { text += ",min-delta=\(minimumDelta)" }
        if startEpoch != 0 { text += ",start-epoch=\(startEpoch)" }
        if metric != .loss { text += ",metric=\(metric.rawValue)" }
        return text
    }
}

extension EarlyStopSpec: Codable {
    public init(from decoder: any Decoder) throws {
        try self.init(parsing: decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
