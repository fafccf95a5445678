import BallastEvents

extension Cause {
    /// What a person would call it.
    public var title: String {
        switch self {
        case .learningRateTooHigh: "the learning rate is too high"
        case .missingWarmup: "the rate needs a warm-up"
        case .batchnormStatisticsLag: "batch norm's running statistics lag behind the weights"
        case .batchnormBatchTooSmall: "batch norm takes its statistics from too few images"
        case .dataOrder: "the training samples do not come in a random order"
        case .badBatch: "one batch holds samples that throw the weights off"
        case .inputNotNormalized: "the pixels are not normalized"
        case .deadUnits: "rectifiers have died"
        case .vanishingGradient: "the gradient vanishes on its way to the first layers"
        case .explodingGradient: "the initial weights let the gradient explode"
        case .scheduleJump: "the schedule raises the rate too much at once"
        case .secondMomentLag: "Adam's second moment lags behind the gradients"
        case .validationNoise: "the validation loss is measured on too few images"
        case .prematureStop: "the run was stopped, or slowed, while it was still getting better"
        case .numericOverflow: "an intermediate result overflows the number format"
        case .nonFiniteData: "the data holds values that are not numbers"
        case .overfitting: "the model overfits its training images"
        }
    }
}
