import BallastCore

/// The parts that a data specification names.
public struct DatasetParts: Sendable {
    public let train: any ImageDataset
    /// What the data set itself holds out, where it does.
    public var validation: (any ImageDataset)?
    /// The data's own test part, where it has one.
    public let test: (any ImageDataset)?
    public let spec: DatasetSpec
    /// Files that cannot be decoded and were left out.
    public var skipped: [SkippedFile] = []
    /// Files that are no images: hidden ones, texts, tables.
    public var ignoredFiles = 0
    /// Sentences that a person should read, such as a class that could not be divided.
    public var notes: [String] = []

    init(
        train: any ImageDataset, validation: (any ImageDataset)? = nil,
        test: (any ImageDataset)?, spec: DatasetSpec
    ) {
        self.train = train
        self.validation = validation
        self.test = test
        self.spec = spec
    }

    /// The same data with what is to be validated on taken from other data.
    ///
    /// - Throws: ``BallastError`` of kind `usage` where images or classes are of another kind.
    public func validated(on other: DatasetParts) throws(BallastError) -> DatasetParts {
        let validation = other.validation ?? other.test ?? other.train
        guard validation.imageShape == train.imageShape else {
            throw BallastError(
                .usage,
                "its images are \(validation.imageShape), those of --data \(train.imageShape)",
                at: "--validation-data", mend: "give data of the same kind")
        }
        guard validation.classNames == train.classNames else {
            throw BallastError(
                .usage, "its classes are not those of --data", at: "--validation-data",
                mend: "name data with the classes \(train.classNames.quotedList)")
        }
        var parts = self
        parts.validation = validation
        parts.skipped += other.skipped
        parts.ignoredFiles += other.ignoredFiles
        parts.notes += other.notes
        return parts
    }

    /// The parts that exist, with their names.
    public var named: [(name: String, dataset: any ImageDataset)] {
        [("train", train), ("validation", validation), ("test", test)].compactMap { name, part in
            part.map { (name, $0) }
        }
    }
}
