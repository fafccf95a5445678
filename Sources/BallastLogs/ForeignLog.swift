import BallastEvents

/// One run that something other than Ballast has logged.
public struct ForeignLog: Sendable {
    /// What the run was called: its folder, its file or its name in an export.
    public var name: String
    /// The channels that the log has; `source.kind` is ``format``.
    public var record: RunRecord
    public var format: LogFormat
    public var framework: LogFramework
    /// Whether the training loss has one value per epoch.
    public var isPerEpoch: Bool
    /// Whether the record's steps count epochs rather than updates.
    public var stepsAreEpochs: Bool
    /// Whether the log was so long that of its points only the extremes were kept.
    public var isThinned: Bool
    /// The column that each channel was read from.
    public var mapping: [Channel: String]
    /// All columns, in the order in which they came.
    public var columns: [LogColumn]
    /// What the log hides, and what reading it could not tell; also in the record.
    public var notes: [String]

    public init(
        name: String, record: RunRecord, format: LogFormat, framework: LogFramework,
        isPerEpoch: Bool = false, stepsAreEpochs: Bool = false, isThinned: Bool = false,
        mapping: [Channel: String] = [:], columns: [LogColumn] = [], notes: [String] = []
    ) {
        self.name = name
        self.record = record
        self.format = format
        self.framework = framework
        self.isPerEpoch = isPerEpoch
        self.stepsAreEpochs = stepsAreEpochs
        self.isThinned = isThinned
        self.mapping = mapping
        self.columns = columns
        self.notes = notes
    }
}
