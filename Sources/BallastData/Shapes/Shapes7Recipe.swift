/// What `shapes7` is made from; the same recipe gives the same bytes.
public struct Shapes7Recipe: Hashable, Sendable {
    public enum Part: UInt64, Sendable {
        case train = 0
        case test = 1
    }

    /// Images of the training part.
    public var trainCount = 7_000
    /// Images of the test part; 0 leaves it out.
    public var testCount = 1_400
    /// The height and width in pixels.
    public var size = 32
    /// The standard deviation of the noise on every channel, on the 0…1 scale.
    public var noise: Float = 0.05
    /// From 0 to 1: smaller and more stretched figures, less contrast, more texture, more clutter.
    public var difficulty: Float = 0.5
    /// How many times as many training images the first class has as the last, falling
    /// geometrically in between; 1 is balanced. The test part is always balanced.
    public var balance = 1.0
    /// The seed of all random choices.
    public var seed: UInt64 = 0

    public init() {}

    /// The most memory that the pixels of both parts may take.
    public static let byteLimit = InMemoryImageDataset.byteLimit

    /// The memory that the pixels of both parts take.
    public var byteCount: Int { (trainCount + testCount) * size * size * 3 }
}
