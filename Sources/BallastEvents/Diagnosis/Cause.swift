/// Why a training goes wrong. The raw values are a contract with programs that read a diagnosis.
public enum Cause: String, Codable, Hashable, Sendable, CaseIterable {
    case learningRateTooHigh = "learning-rate-too-high"
    case missingWarmup = "missing-warmup"
    case batchnormStatisticsLag = "batchnorm-statistics-lag"
    case batchnormBatchTooSmall = "batchnorm-batch-too-small"
    case dataOrder = "data-order"
    case badBatch = "bad-batch"
    case inputNotNormalized = "input-not-normalized"
    case deadUnits = "dead-units"
    case vanishingGradient = "vanishing-gradient"
    case explodingGradient = "exploding-gradient"
    case scheduleJump = "schedule-jump"
    case secondMomentLag = "second-moment-lag"
    case validationNoise = "validation-noise"
    case prematureStop = "premature-stop"
    case numericOverflow = "numeric-overflow"
    case nonFiniteData = "non-finite-data"
    case overfitting
}
