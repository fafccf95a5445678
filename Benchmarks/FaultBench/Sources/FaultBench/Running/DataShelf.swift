import Ballast

/// The data of recipes, each set made once.
final class DataShelf {
    private var parts: [String: (train: any ImageDataset, validation: any ImageDataset)] = [:]
    private var orders: [String: [Int]] = [:]
    private var normalizations: [String: PixelNormalization] = [:]

    /// The data of a run.
    ///
    /// - Parameters:
    ///   - seed: that of the run, whose first epoch says which samples a faulty batch has.
    ///   - pixels: as the configuration to train under has them.
    func data(_ recipe: Recipe, seed: UInt64, pixels: PixelScale) throws -> RunData {
        var (train, validation) = try parts(recipe)
        var transform = SampleFaults()
        var normalization = try normalization(pixels, train)
        for fault in recipe.dataFaults {
            switch fault {
            case .corrupted(let first, let batches, let samples, let gain):
                for step in first..<(first + batches) {
                    for sample in batch(step, train.count, seed).prefix(samples) {
                        transform.gains[sample] = gain
                    }
                }
            case .notFinite(let step):
                transform.gains[batch(step, train.count, seed)[3]] = .nan
            case .rawPixels(let gain) where pixels != .standardized:
                let channels = train.imageShape.channels
                normalization = PixelNormalization(
                    mean: Array(repeating: 0, count: channels),
                    standardDeviation: Array(repeating: 1 / gain, count: channels))
            case .sorted(let run): train = sorted(train, run)
            case .noisyLabels(let share): train = RelabelledDataset(train, share: share)
            case .rawPixels, .hugeWeights: break
            }
        }
        return try RunData(
            train: train, validation: validation, normalization: normalization,
            transform: transform.isEmpty ? nil : transform)
    }

    private func parts(
        _ recipe: Recipe
    ) throws -> (train: any ImageDataset, validation: any ImageDataset) {
        let configuration = recipe.configuration
        let (samples, validations) = (recipe.trainingSamples, recipe.validationSamples)
        let size = configuration.imageSize.map { "\($0)" } ?? ""
        let key = "\(configuration.data) \(size) \(samples) \(validations)"
        if let known = parts[key] { return known }
        var spec = configuration.data
        if spec.hasPrefix("shapes7") { spec += ",train=\(samples),test=\(validations)" }
        let loaded = try DatasetSpec(parsing: spec).load(imageSize: configuration.imageSize)
        guard let test = loaded.test else {
            throw BallastError(.usage, "\(spec) has no test part", at: "catalogue")
        }
        let made = (Self.part(loaded.train, samples), Self.part(test, validations))
        parts[key] = made
        return made
    }

    /// The first images of a fixed permutation.
    private static func part(_ data: any ImageDataset, _ count: Int) -> any ImageDataset {
        guard count < data.count else { return data }
        let order = CounterRandom(seed: 3, stream: .permutation).permutation(data.count)
        return SubsetDataset(data, indices: Array(order.prefix(count)))
    }

    private func normalization(
        _ scale: PixelScale, _ train: any ImageDataset
    ) throws -> PixelNormalization {
        let channels = train.imageShape.channels
        switch scale {
        case .unit: return .unit(channels: channels)
        case .bytes: return .bytes(channels: channels)
        case .standardized:
            if let known = normalizations[train.digest] { return known }
            let made = try PixelNormalization.measured(on: train)
            normalizations[train.digest] = made
            return made
        }
    }

    /// The samples of a batch of the first epoch, whatever size a repair gives the batches.
    private func batch(_ step: Int, _ count: Int, _ seed: UInt64) -> [Int] {
        let size = Base.batchSize
        precondition(step * size <= count, "step \(step) lies behind the first epoch")
        let key = "\(seed) \(count)"
        let order = orders[key] ?? PermutationSampler(seed: seed).order(count: count, epoch: 0)
        orders[key] = order
        return Array(order[((step - 1) * size)..<(step * size)])
    }

    /// The images in runs of one label, class after class, round after round.
    private func sorted(_ data: any ImageDataset, _ run: Int) -> any ImageDataset {
        var byClass = [[Int]](repeating: [], count: data.classNames.count)
        for index in 0..<data.count { byClass[data.label(at: index)].append(index) }
        var order: [Int] = []
        order.reserveCapacity(data.count)
        var start = 0
        while order.count < data.count {
            for members in byClass { order += members.dropFirst(start).prefix(run) }
            start += run
        }
        return SubsetDataset(data, indices: order)
    }
}
