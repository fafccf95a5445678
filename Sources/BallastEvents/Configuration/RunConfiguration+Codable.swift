import BallastCore

extension RunConfiguration: Codable {
    /// Reads the keys that are there and keeps the defaults of the others.
    ///
    /// - Throws: ``BallastError`` of kind `usage` for a key that does not exist.
    public init(from decoder: any Decoder) throws {
        let names = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
        try Self.rejectUnknownKeys(in: names)
        self.init()
        let stored = try decoder.container(keyedBy: Key.self)
        try readWhatIsTrained(stored)
        try readCourse(stored)
        try readOptimizer(stored)
    }

    /// - Throws: ``BallastError`` of kind `usage` that names every unknown key.
    public static func rejectUnknownKeys(in keys: [String]) throws {
        let unknown = unknownKeys(in: keys.sorted())
        guard let first = unknown.first else { return }
        let all = unknown.map { "'\($0.key)'" }.joined(separator: ", ")
        let guesses = unknown.compactMap { guess in
            guess.suggestion.map { "'\($0)' instead of '\(guess.key)'" }
        }
        throw BallastError(
            .usage, "the configuration has no key \(all)", at: first.key,
            mend: guesses.isEmpty
                ? "keys: " + Key.allCases.map(\.rawValue).joined(separator: ", ")
                : "did you mean " + guesses.joined(separator: ", ") + "?")
    }

    public func encode(to encoder: any Encoder) throws {
        var stored = encoder.container(keyedBy: Key.self)
        try writeWhatIsTrained(&stored)
        try writeCourse(&stored)
        try writeOptimizer(&stored)
    }
}

extension RunConfiguration {
    private typealias Reader = KeyedDecodingContainer<Key>
    private typealias Writer = KeyedEncodingContainer<Key>

    private mutating func readWhatIsTrained(_ stored: Reader) throws {
        try stored.read(&data, .data)
        try stored.read(&validationData, .validationData)
        try stored.read(&imageSize, .imageSize)
        try stored.read(&classes, .classes)
        try stored.read(&onBadFile, .onBadFile)
        try stored.read(&order, .order)
        try stored.read(&orderSeed, .orderSeed)
        try stored.read(&subset, .subset)
        try stored.read(&dropLast, .dropLast)
        try stored.read(&transform, .transform)
        try stored.read(&pixels, .pixels)
        try stored.read(&mean, .mean)
        try stored.read(&std, .std)
        try stored.read(&model, .model)
        try stored.read(&normalization, .normalization)
        try stored.read(&batchnormMomentum, .batchnormMomentum)
        try stored.read(&activation, .activation)
        try stored.read(&weights, .weights)
        try stored.read(&freeze, .freeze)
        try stored.read(&initialization, .initialization)
    }

    private mutating func readCourse(_ stored: Reader) throws {
        try stored.read(&precision, .precision)
        try stored.read(&threads, .threads)
        try stored.read(&loaderThreads, .loaderThreads)
        try stored.read(&seed, .seed)
        try stored.read(&epochs, .epochs)
        try stored.read(&steps, .steps)
        try stored.read(&validateEvery, .validateEvery)
        try stored.read(&validationBatches, .validationBatches)
        try stored.read(&reestimate, .reestimate)
        try stored.read(&earlyStop, .earlyStop)
        try stored.read(&checkpointEvery, .checkpointEvery)
        try stored.read(&keepCheckpoints, .keepCheckpoints)
        try stored.read(&bestMetric, .bestMetric)
        try stored.read(&topK, .topK)
        try stored.read(&guardMode, .guardMode)
        try stored.read(&probes, .probes)
        try stored.read(&out, .out)
    }

    private mutating func readOptimizer(_ stored: Reader) throws {
        try stored.read(&batchSize, .batchSize)
        try stored.read(&accumulate, .accumulate)
        try stored.read(&learningRate, .learningRate)
        try stored.read(&optimizer, .optimizer)
        try stored.read(&momentum, .momentum)
        try stored.read(&nesterov, .nesterov)
        try stored.read(&dampening, .dampening)
        try stored.read(&beta1, .beta1)
        try stored.read(&beta2, .beta2)
        try stored.read(&epsilon, .epsilon)
        try stored.read(&alpha, .alpha)
        try stored.read(&weightDecay, .weightDecay)
        try stored.read(&decayNormsAndBiases, .decayNormsAndBiases)
        try stored.read(&labelSmoothing, .labelSmoothing)
        try stored.read(&clipNorm, .clipNorm)
        try stored.read(&clipValue, .clipValue)
        try stored.read(&adaptiveClip, .adaptiveClip)
        try stored.read(&updateClip, .updateClip)
        try stored.read(&ema, .ema)
        try stored.read(&schedule, .schedule)
        try stored.read(&warmup, .warmup)
    }

    private func writeWhatIsTrained(_ stored: inout Writer) throws {
        try stored.encode(data, forKey: .data)
        try stored.encodeIfPresent(validationData, forKey: .validationData)
        try stored.encodeIfPresent(imageSize, forKey: .imageSize)
        try stored.encodeIfPresent(classes, forKey: .classes)
        try stored.encode(onBadFile, forKey: .onBadFile)
        try stored.encode(order, forKey: .order)
        try stored.encodeIfPresent(orderSeed, forKey: .orderSeed)
        try stored.encodeIfPresent(subset, forKey: .subset)
        try stored.encode(dropLast, forKey: .dropLast)
        try stored.encodeIfPresent(transform, forKey: .transform)
        try stored.encode(pixels, forKey: .pixels)
        try stored.encodeIfPresent(mean, forKey: .mean)
        try stored.encodeIfPresent(std, forKey: .std)
        try stored.encode(model, forKey: .model)
        try stored.encodeIfPresent(normalization, forKey: .normalization)
        try stored.encodeIfPresent(batchnormMomentum, forKey: .batchnormMomentum)
        try stored.encodeIfPresent(activation, forKey: .activation)
        try stored.encodeIfPresent(weights, forKey: .weights)
        try stored.encodeIfPresent(freeze, forKey: .freeze)
        try stored.encodeIfPresent(initialization, forKey: .initialization)
    }

    private func writeCourse(_ stored: inout Writer) throws {
        try stored.encode(precision, forKey: .precision)
        try stored.encodeIfPresent(threads, forKey: .threads)
        try stored.encodeIfPresent(loaderThreads, forKey: .loaderThreads)
        try stored.encode(seed, forKey: .seed)
        try stored.encodeIfPresent(epochs, forKey: .epochs)
        try stored.encodeIfPresent(steps, forKey: .steps)
        try stored.encode(validateEvery, forKey: .validateEvery)
        try stored.encode(validationBatches, forKey: .validationBatches)
        try stored.encode(reestimate, forKey: .reestimate)
        try stored.encodeIfPresent(earlyStop, forKey: .earlyStop)
        try stored.encode(checkpointEvery, forKey: .checkpointEvery)
        try stored.encode(keepCheckpoints, forKey: .keepCheckpoints)
        try stored.encodeIfPresent(bestMetric, forKey: .bestMetric)
        try stored.encode(topK, forKey: .topK)
        try stored.encode(guardMode, forKey: .guardMode)
        try stored.encode(probes, forKey: .probes)
        try stored.encodeIfPresent(out, forKey: .out)
    }

    private func writeOptimizer(_ stored: inout Writer) throws {
        try stored.encode(batchSize, forKey: .batchSize)
        try stored.encode(accumulate, forKey: .accumulate)
        try stored.encode(learningRate, forKey: .learningRate)
        try stored.encode(optimizer, forKey: .optimizer)
        try stored.encode(momentum, forKey: .momentum)
        try stored.encode(nesterov, forKey: .nesterov)
        try stored.encode(dampening, forKey: .dampening)
        try stored.encode(beta1, forKey: .beta1)
        try stored.encode(beta2, forKey: .beta2)
        try stored.encode(epsilon, forKey: .epsilon)
        try stored.encode(alpha, forKey: .alpha)
        try stored.encode(weightDecay, forKey: .weightDecay)
        try stored.encode(decayNormsAndBiases, forKey: .decayNormsAndBiases)
        try stored.encode(labelSmoothing, forKey: .labelSmoothing)
        try stored.encodeIfPresent(clipNorm, forKey: .clipNorm)
        try stored.encodeIfPresent(clipValue, forKey: .clipValue)
        try stored.encodeIfPresent(adaptiveClip, forKey: .adaptiveClip)
        try stored.encodeIfPresent(updateClip, forKey: .updateClip)
        try stored.encodeIfPresent(ema, forKey: .ema)
        try stored.encode(schedule, forKey: .schedule)
        try stored.encode(warmup, forKey: .warmup)
    }
}

extension KeyedDecodingContainer {
    /// Replaces `value` where the key is there and not null.
    fileprivate func read<Value: Decodable>(_ value: inout Value, _ key: Key) throws {
        if let found = try decodeIfPresent(Value.self, forKey: key) { value = found }
    }

    fileprivate func read<Value: Decodable>(_ value: inout Value?, _ key: Key) throws {
        value = try decodeIfPresent(Value.self, forKey: key)
    }
}
