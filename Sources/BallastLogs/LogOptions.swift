/// What a reader of logs is told, and its limits.
public struct LogOptions: Sendable {
    /// The columns that the person has named.
    public var channels: ChannelMap
    /// The most points of one column; at this number the resolution is halved.
    public var columnPoints: Int
    /// The most points of a run; at this number the longest column is halved.
    public var runPoints: Int
    /// The deepest folder that a search looks into.
    public var depth: Int
    /// The most entries of folders that a search looks at.
    public var entries: Int
    /// The most bytes that a compressed file may inflate to, per byte of it, once it is above
    /// ``inflatedFloor``.
    public var inflationRatio: Int
    /// Up to here a compressed file may inflate as it likes.
    public var inflatedFloor: Int
    /// Whether a search passes over symbolic links that leave the folder it began in.
    public var staysInside = false

    /// Logs compress to a tenth; a file that shrinks to less than a two-hundredth says nothing.
    public init(
        channels: ChannelMap = ChannelMap(), columnPoints: Int = 1 << 20, runPoints: Int = 3 << 20,
        depth: Int = 8, entries: Int = 20_000, inflationRatio: Int = 200,
        inflatedFloor: Int = 64 << 20
    ) {
        precondition(columnPoints >= 64 && runPoints >= 64, "room for 64 points at least")
        self.channels = channels
        self.columnPoints = columnPoints
        self.runPoints = runPoints
        self.depth = depth
        self.entries = entries
        self.inflationRatio = inflationRatio
        self.inflatedFloor = inflatedFloor
    }
}
