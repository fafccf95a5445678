import BallastCore

extension DatasetSpec {
    /// Makes or reads the data.
    ///
    /// - Parameters:
    ///   - imageSize: the height and width wanted. `shapes7` is rendered at that size; other data
    ///     are resampled by ``ImageResizer`` where theirs differs. `nil` takes the data's own.
    ///   - fashionMNISTDirectory: where the four files of Fashion-MNIST lie.
    /// - Throws: ``BallastError``: `notFound` where the data set is not installed, `badInput` where
    ///   its files are damaged, `usage` where `imageSize` is out of range.
    public func load(
        imageSize: Int? = nil,
        fashionMNISTDirectory: String = FashionMNIST.directoryOfThisProcess
    ) throws(BallastError) -> DatasetParts {
        if let imageSize, !Self.imageSizes.contains(imageSize) {
            throw BallastError(
                .usage, "images cannot be \(imageSize) pixels wide", at: "--image-size",
                mend: "Choose a size from \(Self.imageSizes.lowerBound) to "
                    + "\(Self.imageSizes.upperBound).")
        }
        switch source {
        case .shapes7(var recipe):
            recipe.size = imageSize ?? recipe.size
            return try load(recipe)
        case .fashionMNIST(let classes):
            let files = FashionMNIST(directory: fashionMNISTDirectory)
            return DatasetParts(
                train: try part(files.load(.train), size: imageSize, classes: classes),
                test: try part(files.load(.test), size: imageSize, classes: classes),
                spec: self)
        }
    }

    /// The sizes that images can be rendered at or resampled to.
    public static let imageSizes = 8...1024

    private func load(_ recipe: Shapes7Recipe) throws(BallastError) -> DatasetParts {
        guard recipe.byteCount <= Shapes7Recipe.byteLimit else {
            throw BallastError(
                .usage, "shapes7 would take \(recipe.byteCount >> 30) GiB at this size",
                at: "--image-size", mend: "Choose a smaller size, or fewer images in --data.")
        }
        return DatasetParts(
            train: Shapes7.dataset(recipe, part: .train),
            test: recipe.testCount > 0 ? Shapes7.dataset(recipe, part: .test) : nil,
            spec: self)
    }

    private func part(
        _ all: InMemoryImageDataset, size: Int?, classes: [Int]
    ) -> any ImageDataset {
        let images = size.map { all.resized(height: $0, width: $0) } ?? all
        guard classes != FashionMNIST.allClasses else { return images }
        return SubsetDataset(images, keeping: classes, name: description)
    }
}
