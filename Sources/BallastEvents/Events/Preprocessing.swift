/// What happens to pixels before the model sees them: `(value / 255 − mean) / std` per channel.
public struct Preprocessing: Codable, Hashable, Sendable {
    /// One number per channel, in 0 … 1.
    public var mean: [Double]
    /// One positive number per channel.
    public var std: [Double]
    /// Height and width in pixels.
    public var imageSize: Int
    public var channels: Int

    /// - Precondition: `mean` and `std` have one number per channel.
    public init(mean: [Double], std: [Double], imageSize: Int, channels: Int) {
        precondition(
            mean.count == channels && std.count == channels,
            "\(mean.count) means and \(std.count) deviations for \(channels) channels")
        self.mean = mean
        self.std = std
        self.imageSize = imageSize
        self.channels = channels
    }
}
