/// The name of one value within a ``Graph``: an index into ``Graph/types``.
public struct ValueID: Hashable, Sendable, Comparable {
    public let index: Int

    public init(_ index: Int) {
        self.index = index
    }

    public static func < (lhs: ValueID, rhs: ValueID) -> Bool {
        lhs.index < rhs.index
    }
}
