/// The extents of a tensor, outermost first: `[batch, channels, height, width]` for images.
///
/// A shape without dimensions is a scalar and holds one element.
public struct Shape: Hashable, Sendable, Codable, ExpressibleByArrayLiteral {
    public let dimensions: [Int]

    public init(_ dimensions: [Int]) {
        precondition(dimensions.allSatisfy { $0 >= 0 }, "negative extent in \(dimensions)")
        self.dimensions = dimensions
    }

    public init(arrayLiteral elements: Int...) {
        self.init(elements)
    }

    public static let scalar = Shape([])

    public var rank: Int { dimensions.count }

    /// The number of elements: the product of all extents, 1 for a scalar.
    public var count: Int { dimensions.reduce(1, *) }

    /// The extent of one dimension; negative indices count from the end.
    public subscript(axis: Int) -> Int {
        dimensions[axis < 0 ? axis + rank : axis]
    }

    /// The same shape with one extent replaced.
    public func replacing(_ axis: Int, with extent: Int) -> Shape {
        var copy = dimensions
        copy[axis < 0 ? axis + rank : axis] = extent
        return Shape(copy)
    }
}

extension Shape: CustomStringConvertible {
    public var description: String {
        "[" + dimensions.map(String.init).joined(separator: "×") + "]"
    }
}
