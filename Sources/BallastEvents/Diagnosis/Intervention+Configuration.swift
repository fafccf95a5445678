extension Intervention {
    /// What would have to stand in the configuration for a whole run to be trained that way; nil
    /// where no key does it.
    public func change(of configuration: RunConfiguration) -> ConfigurationChange? {
        switch self {
        case .configure(let change): change
        case .scaleRate(let factor):
            ConfigurationChange([.learningRate: .number(configuration.learningRate * factor)])
        case .rampRate(let steps): ConfigurationChange([.warmup: .integer(steps)])
        case .clip(let norm): ConfigurationChange([.clipNorm: .number(norm)])
        case .reestimateStatistics(let batches):
            ConfigurationChange([.reestimate: .integer(batches)])
        case .unchanged, .holdRate, .skipBatches, .quarantine, .freezeWeights, .rollBack,
            .doublePrecision:
            nil
        }
    }
}
