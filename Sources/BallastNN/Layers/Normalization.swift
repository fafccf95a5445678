/// The normalization that a model puts behind its hidden layers.
public enum Normalization: String, Hashable, Sendable, Codable, CaseIterable {
    case none
    case batch
    /// 32 groups, or as many as the channels divide into below that.
    case group

    /// - Parameter momentum: the share of the new batch in batch normalization's statistics.
    public func layer(epsilon: Double = 1e-5, momentum: Double = 0.1) -> NormalizationLayer {
        NormalizationLayer(self, epsilon: epsilon, momentum: momentum)
    }
}
