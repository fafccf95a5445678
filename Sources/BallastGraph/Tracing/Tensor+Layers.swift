import BallastCore

extension Tensor {
    /// `(N, C, H, W)` with weights `(O, C/groups, kH, kW)` gives `(N, O, H', W')`.
    public func convolved(
        weight: Tensor, bias: Tensor?, _ attributes: ConvolutionAttributes
    ) -> Tensor {
        builder.append(.convolution(attributes), [self, weight] + (bias.map { [$0] } ?? []))[0]
    }

    /// `x·wᵀ + b` for `x` of `(N, …)`, flattened to `(N, I)`, and `w` of `(O, I)`.
    public func linear(weight: Tensor, bias: Tensor?) -> Tensor {
        builder.append(
            .linear(fusesReLU: false), [self, weight] + (bias.map { [$0] } ?? []))[0]
    }

    /// Batch normalization with the statistics of this batch; also gives them, variance biased.
    ///
    /// Source: Ioffe and Szegedy 2015.
    public func batchNormalized(
        scale: Tensor, shift: Tensor, epsilon: Double
    ) -> (output: Tensor, mean: Tensor, variance: Tensor) {
        let outputs = builder.append(
            .batchNormalization(epsilon: epsilon, fusesReLU: false), [self, scale, shift])
        return (outputs[0], outputs[1], outputs[2])
    }

    /// Batch normalization with given statistics.
    public func batchNormalized(
        scale: Tensor, shift: Tensor, mean: Tensor, variance: Tensor, epsilon: Double
    ) -> Tensor {
        builder.append(
            .batchNormalizationInference(epsilon: epsilon, fusesReLU: false),
            [self, scale, shift, mean, variance])[0]
    }

    /// Source: Wu and He 2018.
    public func groupNormalized(
        scale: Tensor, shift: Tensor, groups: Int, epsilon: Double
    ) -> Tensor {
        builder.append(
            .groupNormalization(groups: groups, epsilon: epsilon), [self, scale, shift])[0]
    }

    public func maxPooled(_ attributes: PoolingAttributes) -> Tensor {
        builder.append(.pooling(.maximum, attributes), [self])[0]
    }

    public func averagePooled(_ attributes: PoolingAttributes) -> Tensor {
        builder.append(.pooling(.average, attributes), [self])[0]
    }

    public func adaptiveAveragePooled(to extent: Extent2D) -> Tensor {
        apply(.adaptiveAveragePooling(extent))
    }

    /// - Parameter rate: the probability with which an element is zeroed, in `0 ..< 1`.
    public func droppedOut(rate: Double) -> Tensor {
        precondition(rate >= 0 && rate < 1, "dropout rate \(rate) is not in 0 ..< 1")
        return apply(.dropout(rate: rate, site: builder.nextDropoutSite()))
    }

    /// The mean softmax cross-entropy of these logits, and that of each sample.
    ///
    /// - Parameter labels: `(N)`, int32, in `0 ..< K`.
    public func softmaxCrossEntropy(
        labels: Tensor, _ attributes: CrossEntropyAttributes = .init()
    ) -> (mean: Tensor, perSample: Tensor) {
        let outputs = builder.append(.softmaxCrossEntropy(attributes), [self, labels])
        return (outputs[0], outputs[1])
    }
}
