/// The numbers that pixels become before the model sees them.
public enum PixelScale: String, Codable, Sendable, CaseIterable {
    /// Mean 0 and deviation 1 per channel, measured on the training data.
    case standardized
    /// 0 to 1.
    case unit
    /// 0 to 255.
    case bytes
}
