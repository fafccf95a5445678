import BallastEvents

/// What a column is for, as its name alone tells. A lower rank is a surer name.
enum ColumnRole: Hashable, Sendable {
    /// Counts updates.
    case step(rank: Int)
    /// Counts epochs.
    case epoch
    /// A candidate for a channel.
    case channel(Channel, rank: Int)
    /// Something called a loss of which the name does not tell whether it is the one; shown when
    /// nothing surer is there.
    case unsure
    /// A loss or an accuracy on test data, which is no validation.
    case test
    case other
}
