import BallastEvents

extension Channel {
    /// As it stands in a legend.
    package var title: String {
        switch self {
        case .trainLoss: "training loss"
        case .trainAccuracy: "training accuracy"
        case .validationLoss: "validation loss"
        case .validationAccuracy: "validation accuracy"
        case .validationLossBatchStatistics: "validation loss with batch statistics"
        case .validationLossReestimated: "validation loss with re-estimated statistics"
        case .learningRate: "learning rate"
        case .gradientNorm: "gradient norm"
        case .updateRatio: "update over weights"
        case .worstShare: "share of the worst samples"
        case .labels: "labels"
        case .inputs: "inputs"
        case .layers: "layers"
        }
    }
}
