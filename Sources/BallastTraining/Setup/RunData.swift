import BallastCore
import BallastData
import BallastEvents

/// The data of a run: what is trained on, what is validated on, and how pixels are normalized.
public struct RunData: Sendable {
    public let train: any ImageDataset
    public let validation: any ImageDataset
    /// The data's own test part, where it has one.
    public let test: (any ImageDataset)?
    public let classNames: [String]
    public let normalization: PixelNormalization
    /// What training samples, and they alone, go through behind their normalization.
    public var transform: (any SampleTransform)?
    /// Sentences that a person should read, such as about files that are not used.
    public private(set) var notes: [String] = []
    /// Files that cannot be decoded and were left out.
    public private(set) var skippedFiles: [SkippedFile] = []
    /// Changes when any image or label of either part does.
    public let digest: String

    /// The share held out where the data has no test part.
    public static let heldOutFraction = 0.15

    /// Loads what `--data` and `--validation-data` name.
    ///
    /// - Parameter normalization: that of a run that exists; measured on the training data where
    ///   nil.
    /// - Parameter progress: told how many files of how many are decoded.
    /// - Throws: ``BallastError`` for data that is missing, unreadable or does not fit together.
    public init(
        _ configuration: RunConfiguration, normalization known: PixelNormalization? = nil,
        progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
    ) throws {
        var options = LoadingOptions(
            imageSize: configuration.imageSize, seed: configuration.seed)
        options.skipsBadFiles = configuration.onBadFile == .skip
        options.progress = progress
        var parts = try Self.load(configuration, options)
        if let text = configuration.validationData {
            parts = try parts.validated(on: Self.loadValidation(text, options, beside: parts))
        }
        var train = parts.train
        var validation: any ImageDataset
        if let own = parts.validation {
            validation = own
        } else if let test = parts.test {
            validation = test
        } else {
            let split = DatasetSplit.stratified(
                train, fraction: Self.heldOutFraction, seed: configuration.seed)
            (train, validation) = (split.train, split.validation)
        }
        self.train = train
        self.validation = validation
        test = parts.test
        notes = parts.sentences
        skippedFiles = parts.skipped
        classNames = try Self.classNames(train, configuration.classes)
        normalization = try known ?? Self.normalization(configuration.pixels, train)
        digest = Self.digest(train, validation)
    }

    private static func load(
        _ configuration: RunConfiguration, _ options: LoadingOptions
    ) throws -> DatasetParts {
        let parts = try DatasetSpec(parsing: configuration.data).load(options)
        let shape = parts.train.imageShape
        guard shape.height == shape.width else {
            throw BallastError(
                .usage, "images of \(shape.width)×\(shape.height) pixels are not square",
                at: "--image-size", mend: "choose a size for both, such as --image-size 32")
        }
        return parts
    }

    private static func loadValidation(
        _ text: String, _ options: LoadingOptions, beside parts: DatasetParts
    ) throws -> DatasetParts {
        guard !parts.spec.holdsOutByItself else {
            throw BallastError(
                .usage, "--data holds images out for validation already", at: "--validation-data",
                mend: "leave out this option, or 'validation', 'group' and 'seed' in --data")
        }
        var options = options
        options.imageSize = parts.train.imageShape.height
        options.classNames = parts.train.classNames
        return try DatasetSpec(parsing: text, option: "--validation-data").load(options)
    }

    /// Data of one's own.
    ///
    /// - Parameters:
    ///   - classNames: the training data's where nil.
    ///   - normalization: the mean and deviation of the training data where nil.
    ///   - transform: what training samples, and they alone, go through.
    /// - Throws: ``BallastError`` where the parts do not fit together or an image cannot be read.
    public init(
        train: any ImageDataset, validation: any ImageDataset, test: (any ImageDataset)? = nil,
        classNames: [String]? = nil, normalization: PixelNormalization? = nil,
        transform: (any SampleTransform)? = nil
    ) throws {
        try Self.check(validation, fits: train)
        self.train = train
        self.validation = validation
        self.test = test
        self.classNames = classNames ?? train.classNames
        self.normalization = try normalization ?? .measured(on: train)
        self.transform = transform
        digest = Self.digest(train, validation)
    }

    private static func digest(
        _ train: any ImageDataset, _ validation: any ImageDataset
    ) -> String {
        var checksum = Checksum()
        checksum.update(train.digest)
        checksum.update(validation.digest)
        return checksum.hexadecimal
    }

    private static func normalization(
        _ scale: PixelScale, _ train: any ImageDataset
    ) throws -> PixelNormalization {
        switch scale {
        case .standardized: try .measured(on: train)
        case .unit: .unit(channels: train.imageShape.channels)
        case .bytes: .bytes(channels: train.imageShape.channels)
        }
    }

    /// Channels, height, width, as the model is traced.
    public var imageShape: Shape { train.imageShape.channelsFirst }

    public var preprocessing: Preprocessing {
        Preprocessing(
            mean: normalization.mean.map(Double.init),
            std: normalization.standardDeviation.map(Double.init),
            imageSize: train.imageShape.height, channels: train.imageShape.channels)
    }

    private static func check(_ validation: any ImageDataset, fits train: any ImageDataset) throws {
        guard validation.imageShape == train.imageShape else {
            throw BallastError(
                .usage,
                "its images are \(validation.imageShape), those of --data \(train.imageShape)",
                at: "--validation-data", mend: "give data of the same kind")
        }
        guard validation.classNames == train.classNames else {
            throw BallastError(
                .usage, "its classes are not those of --data", at: "--validation-data",
                mend: "name data with the classes \(train.classNames.joined(separator: ", "))")
        }
    }

    /// The data's class names, filled up with numbers where the model shall have more classes.
    private static func classNames(_ data: any ImageDataset, _ wanted: Int?) throws -> [String] {
        let names = data.classNames
        guard let wanted, wanted != names.count else { return names }
        guard wanted > names.count else {
            throw BallastError(
                .usage, "the data has \(names.count) classes, more than \(wanted)",
                at: "--classes", mend: "give \(names.count) or more, or leave the option out")
        }
        return names + (names.count..<wanted).map(RunImport.className)
    }
}
