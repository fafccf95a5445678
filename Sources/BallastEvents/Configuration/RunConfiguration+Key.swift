extension RunConfiguration {
    /// The keys of a stored configuration, in the order in which they are documented.
    public enum Key: String, CodingKey, CaseIterable, Sendable {
        case data, validationData, imageSize, classes, onBadFile
        case order, orderSeed, subset, dropLast, transform, pixels, mean, std
        case model, normalization, batchnormMomentum, activation, weights, freeze, initialization
        case precision, threads, loaderThreads, seed
        case epochs, steps, validateEvery, validationBatches, reestimate, earlyStop
        case checkpointEvery, keepCheckpoints, bestMetric, topK
        case batchSize, accumulate
        case learningRate = "lr"
        case optimizer, momentum, nesterov, dampening, beta1, beta2, epsilon, alpha
        case weightDecay, decayNormsAndBiases, labelSmoothing
        case clipNorm, clipValue, adaptiveClip, updateClip, ema, schedule, warmup
        case guardMode = "guard"
        case probes
        case out

        /// The option of the command line, such as `--batch-size`.
        public var option: String {
            rawValue.reduce(into: "--") { text, letter in
                if letter.isUppercase { text += "-" }
                text += letter.lowercased()
            }
        }
    }

    /// The keys that no configuration has, each with the nearest one that exists.
    ///
    /// Letter case, dashes and underscores do not count, so `batch-size` suggests `batchSize`.
    public static func unknownKeys(in keys: [String]) -> [(key: String, suggestion: String?)] {
        let known = Key.allCases.map(\.rawValue)
        return keys.filter { Key(rawValue: $0) == nil }.map { key in
            if Spelling.plain(key) == "learningrate" {
                return (key, Key.learningRate.rawValue)
            }
            return (key, Spelling.nearest(to: key, in: known))
        }
    }
}
