import BallastCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Fashion-MNIST: 70,000 grey 28×28 images of clothing in ten classes (Xiao, Rasul, Vollgraf 2017),
/// as the four IDX files that Debian's `dataset-fashion-mnist` installs.
public struct FashionMNIST: Sendable {
    public enum Part: String, Sendable {
        case train = "train"
        case test = "t10k"
    }

    public static let classNames = [
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
        "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
    ]

    public static let allClasses = Array(classNames.indices)

    /// Where Debian's package puts the files.
    public static let installedDirectory = "/usr/share/datasets/fashion-mnist"

    /// The directory that the environment variable `BALLAST_FASHION_MNIST` names, else
    /// ``installedDirectory``.
    public static var directoryOfThisProcess: String {
        guard let value = getenv("BALLAST_FASHION_MNIST"), value.pointee != 0 else {
            return installedDirectory
        }
        return String(cString: value)
    }

    public let directory: String

    public init(directory: String) {
        self.directory = directory
    }

    /// Reads one part: images in file order.
    ///
    /// - Throws: ``BallastError``: `notFound` where the files are missing, `badInput` where they
    ///   are damaged, disagree, or hold a label beyond the ten classes.
    public func load(_ part: Part) throws(BallastError) -> InMemoryImageDataset {
        let imagePath = "\(directory)/\(part.rawValue)-images-idx3-ubyte.gz"
        let labelPath = "\(directory)/\(part.rawValue)-labels-idx1-ubyte.gz"
        for path in [imagePath, labelPath] where access(path, F_OK) != 0 {
            throw BallastError(
                .notFound, "Fashion-MNIST is not installed here", at: path,
                mend: "Run Scripts/setup, or install the Debian package dataset-fashion-mnist; "
                    + "BALLAST_FASHION_MNIST may name another directory.")
        }
        let labels = try IDXFile(path: labelPath, rank: 1)
        let images = try IDXFile(path: imagePath, rank: 3)
        guard images.extents[0] == labels.extents[0] else {
            throw BallastError(
                .badInput, "\(images.extents[0]) images, but \(labels.extents[0]) labels",
                at: imagePath, mend: "Install the data set again.")
        }
        if let wrong = labels.bytes.first(where: { Int($0) >= Self.classNames.count }) {
            throw BallastError(
                .badInput, "the label \(wrong) is not one of the ten classes", at: labelPath,
                mend: "Install the data set again.")
        }
        return InMemoryImageDataset(
            name: "fashion-mnist", classNames: Self.classNames,
            imageShape: ImageShape(
                height: images.extents[1], width: images.extents[2], channels: 1),
            pixels: images.bytes, labels: labels.bytes.map(Int.init))
    }
}
