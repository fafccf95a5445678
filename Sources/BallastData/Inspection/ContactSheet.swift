import BallastCore

/// Samples of a data set in one picture: a row for each class, in the order of the classes.
public struct ContactSheet: Sendable {
    /// Images in a row, where the class has so many.
    public static let columns = 12
    /// Rows at most; further classes are left out.
    public static let rowLimit = 100

    private static let gap = 2
    private static let background: UInt8 = 255
    /// Images are magnified by whole numbers up to about this, and shrunk to it.
    private static let tileSide = 64

    public let image: DecodedImage
    /// The classes that have a row.
    public let classes: [Int]

    /// Takes images at even distances from each class.
    ///
    /// - Throws: what the data set throws for an unreadable image.
    public init(_ dataset: any ImageDataset) throws {
        var members = [[Int]](repeating: [], count: dataset.classNames.count)
        for index in 0..<dataset.count { members[dataset.label(at: index)].append(index) }
        classes = Array(members.indices.filter { !members[$0].isEmpty }.prefix(Self.rowLimit))

        let shape = dataset.imageShape
        let (tileHeight, tileWidth) = Self.tile(shape)
        let width = Self.columns * (tileWidth + Self.gap) + Self.gap
        let height = classes.count * (tileHeight + Self.gap) + Self.gap
        var bytes = [UInt8](repeating: Self.background, count: width * height * 3)
        for (row, label) in classes.enumerated() {
            for (column, index) in Self.spread(members[label]).enumerated() {
                let pixels = DecodedImage(
                    width: shape.width, height: shape.height, channels: shape.channels,
                    bytes: try dataset.pixels(at: index))
                let tile = Self.scaled(pixels, width: tileWidth, height: tileHeight)
                let left = Self.gap + column * (tileWidth + Self.gap)
                let top = Self.gap + row * (tileHeight + Self.gap)
                for line in 0..<tileHeight {
                    let start = ((top + line) * width + left) * 3
                    bytes.replaceSubrange(
                        start..<(start + tileWidth * 3),
                        with: tile.bytes[(line * tileWidth * 3)...].prefix(tileWidth * 3))
                }
            }
        }
        image = DecodedImage(width: width, height: height, channels: 3, bytes: bytes)
    }

    /// Up to ``columns`` elements at even distances.
    private static func spread(_ members: [Int]) -> [Int] {
        guard members.count > columns else { return members }
        return (0..<columns).map { members[$0 * members.count / columns] }
    }

    private static func tile(_ shape: ImageShape) -> (height: Int, width: Int) {
        let longest = max(shape.height, shape.width)
        if longest <= tileSide {
            let factor = tileSide / longest
            return (shape.height * factor, shape.width * factor)
        }
        return (
            max(1, shape.height * tileSide / longest), max(1, shape.width * tileSide / longest)
        )
    }

    /// Whole pixels where it grows, means where it shrinks.
    private static func scaled(_ image: DecodedImage, width: Int, height: Int) -> DecodedImage {
        let colour = image.converted(toChannels: 3)
        guard width > image.width else { return colour.resized(width: width, height: height) }
        let factor = width / image.width
        var bytes: [UInt8] = []
        bytes.reserveCapacity(width * height * 3)
        for row in 0..<height {
            for column in 0..<width {
                let start = ((row / factor) * image.width + column / factor) * 3
                bytes += colour.bytes[start..<(start + 3)]
            }
        }
        return DecodedImage(width: width, height: height, channels: 3, bytes: bytes)
    }
}
