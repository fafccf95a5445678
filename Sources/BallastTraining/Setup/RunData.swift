import BallastCore
import BallastData
import BallastEvents

/// The data of a run: what is trained on, what is validated on, and how pixels are normalized.
public struct RunData: Sendable {
    /// The training images as they are stored, before their transforms.
    public let train: any ImageDataset
    /// As the model sees them, as is the test part.
    public private(set) var validation: any ImageDataset
    /// The data's own test part, where it has one.
    public private(set) var test: (any ImageDataset)?
    public let classNames: [String]
    public private(set) var normalization: PixelNormalization
    /// What images go through before the model sees them; nil: nothing.
    public private(set) var transforms: TransformPlan?
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
        let spec = try configuration.transform.map { try TransformSpec(parsing: $0) }
        var options = try Self.loadingOptions(configuration)
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
        if let subset = configuration.subset {
            train = try Self.subset(of: train, count: subset, seed: configuration.seed)
        }
        self.train = train
        notes = parts.sentences
        skippedFiles = parts.skipped
        classNames = try Self.classNames(train, configuration.classes)
        let normalization = try known ?? Self.normalization(configuration, train)
        self.normalization = normalization
        digest = Self.digest(train, validation)
        self.validation = validation
        test = parts.test
        guard let spec else { return }
        try apply(spec, imageSize: configuration.imageSize, seed: configuration.seed)
    }

    /// The same images, transformed in training, and their centre in validation and test.
    ///
    /// - Parameters:
    ///   - imageSize: height and width that the model sees; nil: those of the images.
    ///   - seed: that of the run.
    /// - Precondition: the images are not transformed yet.
    /// - Throws: ``BallastError`` of kind `usage` where the steps do not fit the images.
    public func transformed(
        by spec: TransformSpec, imageSize: Int? = nil, seed: UInt64
    ) throws -> RunData {
        precondition(transforms == nil, "transforms of transformed images")
        var copy = self
        try copy.apply(spec, imageSize: imageSize, seed: seed)
        return copy
    }

    private mutating func apply(_ spec: TransformSpec, imageSize: Int?, seed: UInt64) throws {
        let plan = try TransformPlan(
            spec, input: train.imageShape, imageSize: imageSize, normalization: normalization,
            seed: seed)
        // With nothing to do, the plain way is the same and faster.
        transforms = spec.isRandom || plan.output != train.imageShape ? plan : nil
        validation = Self.centre(of: validation, plan.output)
        test = test.map { Self.centre(of: $0, plan.output) }
    }

    /// The same images with another scale of their pixels, measured anew where it is measured.
    ///
    /// - Throws: ``BallastError`` where an image cannot be read.
    public func scaled(_ pixels: PixelScale) throws -> RunData {
        var copy = self
        copy.normalization = try Self.normalization(pixels, train)
        copy.transforms = transforms?.normalizing(by: copy.normalization)
        return copy
    }

    /// How a configuration's data are to be loaded, with the packed cache of this process.
    ///
    /// - Throws: ``BallastError`` of kind `usage` for transforms that cannot be read.
    public static func loadingOptions(
        _ configuration: RunConfiguration
    ) throws -> LoadingOptions {
        let spec = try configuration.transform.map { try TransformSpec(parsing: $0) }
        var options = LoadingOptions(
            imageSize: spec?.storedSize(imageSize: configuration.imageSize)
                ?? configuration.imageSize,
            seed: configuration.seed)
        options.fit = spec?.resize?.fit ?? .stretch
        options.skipsBadFiles = configuration.onBadFile == .skip
        options.cacheDirectory = PackedCache.directoryOfThisProcess
        return options
    }

    /// A part of the same storage as the training data, as the model sees it outside of training.
    public func asValidated(_ part: any ImageDataset) -> any ImageDataset {
        Self.centre(of: part, transforms?.output ?? train.imageShape)
    }

    private static func centre(
        of part: any ImageDataset, _ shape: ImageShape
    ) -> any ImageDataset {
        part.imageShape == shape ? part : CentreCroppedDataset(part, size: shape.height)
    }

    private static func subset(
        of train: any ImageDataset, count: Int, seed: UInt64
    ) throws -> any ImageDataset {
        guard count < train.count else {
            throw BallastError(
                .usage, "there are \(train.count) training images, no more than \(count)",
                at: "--subset", mend: "give fewer, or leave the option away")
        }
        let order = StratifiedSampler(train, seed: seed).order(count: train.count, epoch: 0)
        return SubsetDataset(train, indices: order.prefix(count).sorted())
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
        _ configuration: RunConfiguration, _ train: any ImageDataset
    ) throws -> PixelNormalization {
        if let mean = configuration.mean, let std = configuration.std {
            let channels = train.imageShape.channels
            guard mean.count == channels else {
                throw BallastError(
                    .usage, "\(mean.count) means for images of \(channels) channels", at: "--mean",
                    mend: "give one mean and one deviation for each channel")
            }
            return PixelNormalization(
                mean: mean.map { Float($0) }, standardDeviation: std.map { Float($0) })
        }
        return try normalization(configuration.pixels, train)
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
    public var imageShape: Shape { (transforms?.output ?? train.imageShape).channelsFirst }

    public var preprocessing: Preprocessing {
        Preprocessing(
            mean: normalization.mean.map(Double.init),
            std: normalization.standardDeviation.map(Double.init),
            imageSize: imageShape[1], channels: imageShape[0])
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
