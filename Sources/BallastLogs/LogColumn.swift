/// A column, tag or key of a log.
public struct LogColumn: Hashable, Sendable {
    /// As the log spells it, with the sub-directory that tells the part of the run in front.
    public var name: String
    /// The values, with those that are not finite.
    public var count: Int
    /// The values that are NaN or infinite.
    public var nonFinite: Int
    /// The cells that say in words that there is no value, such as `null` or `NA`.
    public var absent: Int

    public init(name: String, count: Int = 0, nonFinite: Int = 0, absent: Int = 0) {
        self.name = name
        self.count = count
        self.nonFinite = nonFinite
        self.absent = absent
    }
}
