/// How a ``DatasetSpec`` is loaded.
public struct LoadingOptions: Sendable {
    /// The height and width wanted; `nil` takes the data's own.
    public var imageSize: Int?
    /// How images of another aspect ratio come to that size.
    public var fit = TransformSpec.Fit.stretch
    /// What parts are drawn by where the specification names no seed of its own.
    public var seed: UInt64
    /// Whether files that cannot be decoded are left out rather than refused.
    public var skipsBadFiles = false
    /// The classes that labels count by where they are not all there, such as those of the training
    /// data; `nil`: the data's own.
    public var classNames: [String]?
    /// Where the four files of Fashion-MNIST lie.
    public var fashionMNISTDirectory = FashionMNIST.directoryOfThisProcess
    /// Where decoded folders are kept for the next time; `nil`: nowhere.
    public var cacheDirectory: String?
    /// Told how many files of how many are decoded, now and then, from one thread at a time.
    public var progress: (@Sendable (_ done: Int, _ total: Int) -> Void)?

    public init(imageSize: Int? = nil, seed: UInt64 = 0) {
        self.imageSize = imageSize
        self.seed = seed
    }
}
