/// A height and a width; an integer literal gives both.
public struct Extent2D: Hashable, Sendable, ExpressibleByIntegerLiteral {
    public var height: Int
    public var width: Int

    public init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }

    public init(_ both: Int) {
        self.init(height: both, width: both)
    }

    public init(integerLiteral value: Int) {
        self.init(value)
    }
}
