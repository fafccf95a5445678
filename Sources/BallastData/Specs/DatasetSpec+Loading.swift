import BallastCore

extension DatasetSpec {
    /// Makes or reads the data with the options that are needed most.
    ///
    /// - Parameters:
    ///   - imageSize: the height and width wanted; `nil` takes the data's own.
    ///   - fashionMNISTDirectory: where the four files of Fashion-MNIST lie.
    public func load(
        imageSize: Int? = nil,
        fashionMNISTDirectory: String = FashionMNIST.directoryOfThisProcess
    ) throws(BallastError) -> DatasetParts {
        var options = LoadingOptions(imageSize: imageSize)
        options.fashionMNISTDirectory = fashionMNISTDirectory
        return try load(options)
    }

    /// Makes or reads the data.
    ///
    /// `shapes7` is rendered at the size wanted; other data are resampled by ``ImageResizer`` where
    /// theirs differs.
    ///
    /// - Throws: ``BallastError``: `notFound` where the data are not there, `badInput` where files
    ///   are damaged, `usage` where the size is out of range or takes too much memory.
    public func load(_ options: LoadingOptions) throws(BallastError) -> DatasetParts {
        if let imageSize = options.imageSize, !Self.imageSizes.contains(imageSize) {
            throw BallastError(
                .usage, "images cannot be \(imageSize) pixels wide", at: "--image-size",
                mend: "Choose a size from \(Self.imageSizes.lowerBound) to "
                    + "\(Self.imageSizes.upperBound).")
        }
        switch source {
        case .shapes7(var recipe):
            recipe.size = options.imageSize ?? recipe.size
            return try load(recipe)
        case .fashionMNIST(let classes):
            let files = FashionMNIST(directory: options.fashionMNISTDirectory)
            return DatasetParts(
                train: kept(classes, try sized(files.load(.train), options)),
                test: kept(classes, try sized(files.load(.test), options)), spec: self)
        case .idx(let directory):
            let files = try IDXFolder(path: directory).load(
                leastClasses: options.classNames?.count ?? 0)
            return try parts(files.train, files.test, options)
        case .cifar(let variant, let directory):
            let files = try CIFAR(variant, directory: directory).load()
            return try parts(files.train, files.test, options)
        case .folder(let recipe):
            return try FolderLoader(recipe, options, spec: self).load()
        }
    }

    /// The sizes that images can be rendered at or resampled to.
    public static let imageSizes = 8...1024

    private func load(_ recipe: Shapes7Recipe) throws(BallastError) -> DatasetParts {
        try Self.checkRoom(for: recipe.byteCount, of: "shapes7")
        return DatasetParts(
            train: Shapes7.dataset(recipe, part: .train),
            test: recipe.testCount > 0 ? Shapes7.dataset(recipe, part: .test) : nil,
            spec: self)
    }

    private func parts(
        _ train: InMemoryImageDataset, _ test: InMemoryImageDataset?, _ options: LoadingOptions
    ) throws(BallastError) -> DatasetParts {
        let sizedTest: InMemoryImageDataset? =
            if let test { try sized(test, options) } else { nil }
        return DatasetParts(train: try sized(train, options), test: sizedTest, spec: self)
    }

    private func sized(
        _ all: InMemoryImageDataset, _ options: LoadingOptions
    ) throws(BallastError) -> InMemoryImageDataset {
        guard let size = options.imageSize else { return all }
        let shape = all.imageShape.resized(height: size, width: size)
        try Self.checkRoom(for: shape.byteCount * all.count, of: all.name)
        let whole = options.fit == .cover ? all.squared() : all
        return whole.resized(height: size, width: size)
    }

    private func kept(_ classes: [Int], _ images: InMemoryImageDataset) -> any ImageDataset {
        guard classes != FashionMNIST.allClasses else { return images }
        return SubsetDataset(images, keeping: classes, name: description)
    }

    /// - Throws: ``BallastError`` of kind `usage` where pixels would take too much memory.
    static func checkRoom(for byteCount: Int, of name: String) throws(BallastError) {
        guard byteCount <= InMemoryImageDataset.byteLimit else {
            throw BallastError(
                .usage, "\(name) would take \(byteCount >> 30) GiB at this size",
                at: "--image-size", mend: "Choose a smaller size, or fewer images in --data.")
        }
    }
}
