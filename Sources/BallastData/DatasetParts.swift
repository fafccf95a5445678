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

    /// The parts that exist, with their names.
    public var named: [(name: String, dataset: any ImageDataset)] {
        [("train", train), ("validation", validation), ("test", test)].compactMap { name, part in
            part.map { (name, $0) }
        }
    }
}
