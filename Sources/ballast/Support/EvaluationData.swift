import Ballast

/// The images that a run's model is to be evaluated on.
struct EvaluationData {
    let dataset: any ImageDataset
    let part: DataPart
    /// One name per class of the model.
    let classNames: [String]

    /// - Parameters:
    ///   - spec: nil for the run's own data.
    ///   - part: nil for the test part, else what was held out, else, of data that the run has not
    ///     seen, all of it.
    ///   - progress: told how many files of how many are decoded.
    /// - Throws: ``BallastError`` of kind `usage` for data that do not fit the run.
    init(
        _ manifest: RunManifest, spec: String?, part: DataPart?,
        progress: (@Sendable (Int, Int) -> Void)? = nil
    ) throws {
        var configuration = manifest.configuration
        configuration.imageSize = manifest.preprocessing.imageSize
        // The model's classes are known; the data may have fewer.
        configuration.classes = nil
        let isForeign = spec != nil && spec != configuration.data
        if let spec {
            configuration.data = spec
            configuration.validationData = isForeign ? nil : configuration.validationData
        }
        guard !configuration.data.isEmpty else {
            throw BallastError(
                .usage, "the run was imported and has no data of its own", at: "--data",
                mend: "name the data to evaluate on, such as --data fashion-mnist")
        }
        let known = PixelNormalization(manifest.preprocessing)
        let data = try Self.loaded(configuration, known, manifest.preprocessing, progress)
        (dataset, self.part) = try Self.chosen(data, part, configuration, isForeign: isForeign)
        classNames = try Self.classNames(of: dataset, manifest)
    }

    private static func loaded(
        _ configuration: RunConfiguration, _ known: PixelNormalization, _ wanted: Preprocessing,
        _ progress: (@Sendable (Int, Int) -> Void)?
    ) throws -> RunData {
        let data = try RunData(configuration, normalization: known, progress: progress)
        let shape = data.train.imageShape
        guard shape.channels == wanted.channels else {
            throw BallastError(
                .usage, "its images have \(shape.channels) channels, the run's \(wanted.channels)",
                at: "--data", mend: "name data of the kind that the run was trained on")
        }
        if case .shapes7(let recipe) = try DatasetSpec(parsing: configuration.data).source,
            configuration.data.contains("size="), recipe.size != wanted.imageSize
        {
            throw BallastError(
                .usage, "its images are \(recipe.size) pixels wide, the run's \(wanted.imageSize)",
                at: "--data", mend: "leave the size out; the run's own is taken")
        }
        return data
    }

    private static func chosen(
        _ data: RunData, _ part: DataPart?, _ configuration: RunConfiguration, isForeign: Bool
    ) throws -> (any ImageDataset, DataPart) {
        switch part {
        case .train: return (data.asValidated(data.train), .train)
        case .validation: return (data.validation, .validation)
        case .test:
            guard let test = data.test else {
                throw BallastError(
                    .usage, "the data has no test part", at: "--part",
                    mend: "use --part validation, or name other data")
            }
            return (test, .test)
        case nil:
            if let test = data.test { return (test, .test) }
            guard isForeign else { return (data.validation, .validation) }
            let all = try DatasetSpec(parsing: configuration.data).load(
                RunData.loadingOptions(configuration))
            if let validation = all.validation {
                return (data.asValidated(validation), .validation)
            }
            return (data.asValidated(all.train), .train)
        }
    }

    /// The names that the data gives, those of the run behind them.
    private static func classNames(
        of dataset: any ImageDataset, _ manifest: RunManifest
    ) throws -> [String] {
        let names = dataset.classNames
        let own = manifest.classNames
        let fits =
            names.count <= own.count
            && names.indices.allSatisfy {
                names[$0] == own[$0] || own[$0] == RunImport.className($0)
            }
        guard fits else {
            throw BallastError(
                .usage,
                "its \(names.count) classes (\(names.joined(separator: ", "))) are not the run's "
                    + "\(own.count) (\(own.joined(separator: ", ")))",
                at: "--data", mend: "name data with the classes of the run")
        }
        return names + own.dropFirst(names.count)
    }
}
