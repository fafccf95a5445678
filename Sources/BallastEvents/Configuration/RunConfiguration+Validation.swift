import BallastCore

extension RunConfiguration {
    /// The effective configuration: checked, with ``defaultEpochs`` filled in where it has no
    /// length.
    ///
    /// - Throws: ``BallastError`` of kind `usage` that names the option and how to mend it.
    public func validated() throws -> RunConfiguration {
        try checkData()
        try checkModel()
        try checkCourse()
        try checkOptimizer()
        try checkGradientLimits()
        try schedule.validate()
        var effective = self
        if epochs == nil && steps == nil { effective.epochs = Self.defaultEpochs }
        return effective
    }

    private func checkData() throws {
        try require(!data.isEmpty, .data, "no data is named", "give a set's name or a folder")
        try require(!model.isEmpty, .model, "no model is named", "give a model's name")
        try requireAtLeast(1, imageSize, .imageSize)
        try requireAtLeast(2, classes, .classes)
        try requireAtLeast(2, subset, .subset)
        try require(
            transform?.isEmpty != true, .transform, "no step is named",
            "leave the option away, or give steps such as random-crop:padding=4+flip")
        try checkConstants()
        try requireAtLeast(1, threads, .threads)
        try requireAtLeast(0, loaderThreads, .loaderThreads)
        try requireAtLeast(1, batchSize, .batchSize)
        try requireAtLeast(1, accumulate, .accumulate)
        try requireAtLeast(1, topK, .topK)
    }

    private func checkConstants() throws {
        try require(
            (mean == nil) == (std == nil), mean == nil ? .mean : .std,
            "mean and deviation belong together", "give both --mean and --std, or none")
        guard let mean, let std else { return }
        try require(
            pixels == .standardized, .pixels,
            "\(pixels.rawValue) pixels have no mean and deviation",
            "leave --pixels away, or --mean and --std")
        try require(
            mean.count == std.count && (mean.count == 1 || mean.count == 3), .mean,
            "\(mean.count) means and \(std.count) deviations",
            "give as many of each as the images have channels, 1 or 3")
        try require(
            mean.allSatisfy(\.isFinite), .mean, "a mean is not finite",
            "give numbers on the 0…1 scale")
        for deviation in std { try requirePositive(deviation, .std) }
    }

    private func checkCourse() throws {
        try require(
            epochs == nil || steps == nil, .steps, "a run cannot have both --steps and --epochs",
            "give one of the two")
        try requireAtLeast(1, epochs, .epochs)
        try requireAtLeast(1, steps, .steps)
        try requireAtLeast(0, warmup, .warmup)
        if case .every(let steps) = validateEvery { try requireAtLeast(1, steps, .validateEvery) }
        if case .every(let steps) = checkpointEvery {
            try requireAtLeast(1, steps, .checkpointEvery)
        }
        if case .count(let batches) = validationBatches {
            try requireAtLeast(1, batches, .validationBatches)
        }
        try requireAtLeast(0, reestimate, .reestimate)
        try earlyStop?.validate()
        try require(
            out == nil || resume == nil, .out, "a resumed run cannot have --out",
            "leave --out away: the run goes on in its own directory")
    }

    private func checkOptimizer() throws {
        try requirePositive(learningRate, .learningRate)
        try requireFraction(momentum, .momentum)
        try requireFraction(beta1, .beta1)
        try requireFraction(beta2, .beta2)
        try requireFraction(alpha, .alpha)
        try requirePositive(epsilon, .epsilon)
        try require(
            weightDecay >= 0 && weightDecay.isFinite, .weightDecay,
            "the value is \(weightDecay)", "give a finite number of at least 0, such as 1e-4")
        try require(
            dampening >= 0 && dampening <= 1, .dampening, "the value is \(dampening)",
            "give a number from 0 to 1")
        guard nesterov else { return }
        try require(
            optimizer == .sgd, .nesterov,
            "Nesterov's momentum does not go with \(optimizer.rawValue)",
            "use --optimizer sgd or leave --nesterov away")
        try require(
            momentum > 0 && dampening == 0, .nesterov,
            "Nesterov's momentum needs momentum and no dampening",
            "set --momentum above 0 and --dampening 0")
    }

    private func checkGradientLimits() throws {
        try requireFraction(labelSmoothing, .labelSmoothing)
        for (value, key) in [
            (clipNorm, Key.clipNorm), (clipValue, .clipValue), (adaptiveClip, .adaptiveClip),
            (updateClip, .updateClip),
        ] {
            if let value { try requirePositive(value, key) }
        }
        if let ema {
            try require(
                ema > 0 && ema < 1, .ema, "the value is \(ema)",
                "give a decay between 0 and 1, such as 0.999")
        }
        try require(
            updateClip == nil || optimizer == .adam || optimizer == .adamw, .updateClip,
            "\(optimizer.rawValue) has no second moment to measure its updates by",
            "use --optimizer adam or adamw, or --clip-norm")
    }

    private func checkModel() throws {
        if case .normal(let deviation) = initialization?.weights {
            try requirePositive(deviation, .initialization)
        }
        try require(
            initialization?.bias?.isFinite ?? true, .initialization, "the bias is not finite",
            "give a finite number")
        if let batchnormMomentum {
            try require(
                batchnormMomentum > 0 && batchnormMomentum <= 1, .batchnormMomentum,
                "the value is \(batchnormMomentum)",
                "give the weight of the new batch, above 0 and up to 1, such as 0.1")
        }
    }

    private func require(
        _ condition: Bool, _ key: Key, _ what: String, _ mend: String
    ) throws {
        guard condition else {
            throw BallastError(.usage, what, at: key.option, mend: mend)
        }
    }

    private func requireAtLeast(_ bound: Int, _ value: Int?, _ key: Key) throws {
        guard let value else { return }
        try require(
            value >= bound, key, "the value is \(value)", "give a whole number of at least \(bound)"
        )
    }

    private func requirePositive(_ value: Double, _ key: Key) throws {
        try require(
            value > 0 && value.isFinite, key, "the value is \(value)",
            "give a finite number above 0")
    }

    private func requireFraction(_ value: Double, _ key: Key) throws {
        try require(
            value >= 0 && value < 1, key, "the value is \(value)", "give a number from 0 to below 1"
        )
    }
}
