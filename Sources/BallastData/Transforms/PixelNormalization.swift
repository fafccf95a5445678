import BallastCore

/// What is subtracted from pixels, and what they are then divided by, per channel, on the 0…1
/// scale: `value = (byte ÷ 255 − mean) ÷ standardDeviation`.
public struct PixelNormalization: Hashable, Sendable, Codable {
    /// One value per channel; empty leaves pixels on the 0…1 scale.
    public let mean: [Float]
    public let standardDeviation: [Float]

    /// - Precondition: as many means as deviations, every deviation positive.
    public init(mean: [Float], standardDeviation: [Float]) {
        precondition(
            mean.count == standardDeviation.count,
            "\(mean.count) means for \(standardDeviation.count) standard deviations")
        precondition(
            standardDeviation.allSatisfy { $0 > 0 }, "a standard deviation must be positive")
        self.mean = mean
        self.standardDeviation = standardDeviation
    }

    /// Pixels on the 0…1 scale, whatever the number of channels.
    public static let none = PixelNormalization(mean: [], standardDeviation: [])

    /// Pixels on the 0…1 scale.
    public static func unit(channels: Int) -> PixelNormalization {
        PixelNormalization(
            mean: Array(repeating: 0, count: channels),
            standardDeviation: Array(repeating: 1, count: channels))
    }

    /// Pixels on the 0…255 scale, up to rounding.
    public static func bytes(channels: Int) -> PixelNormalization {
        PixelNormalization(
            mean: Array(repeating: 0, count: channels),
            standardDeviation: Array(repeating: 1 / 255, count: channels))
    }

    /// The mean and standard deviation of a data set's own pixels.
    ///
    /// Takes the first `limit` images of a fixed permutation, so that the same data always gives
    /// the same constants. The sums are exact, being taken over a histogram of the 256 byte
    /// values. A channel of one single value gets a deviation of 1.
    ///
    /// - Throws: what the data set throws for an unreadable image.
    public static func measured(
        on dataset: any ImageDataset, limit: Int = 5_000
    ) throws -> PixelNormalization {
        precondition(dataset.count > 0 && limit > 0, "no image to measure")
        let channels = dataset.imageShape.channels
        let order = CounterRandom(seed: 0, stream: .permutation).permutation(dataset.count)
        let histogram = try ByteHistogram.total(of: dataset, at: Array(order.prefix(limit)))
        let moments = (0..<channels).map {
            Self.moments(of: histogram.counts[($0 * 256)...].prefix(256))
        }
        return PixelNormalization(
            mean: moments.map(\.mean), standardDeviation: moments.map(\.deviation))
    }

    private static func moments(of histogram: ArraySlice<Int>) -> (mean: Float, deviation: Float) {
        var (count, sum, squares) = (0, 0, 0)
        for (byte, occurrences) in histogram.enumerated() {
            count += occurrences
            sum += byte * occurrences
            squares += byte * byte * occurrences
        }
        let mean = Double(sum) / Double(count)
        let variance = max(Double(squares) / Double(count) - mean * mean, 0)
        let deviation = variance.squareRoot() / 255
        return (Float(mean / 255), deviation > 0 ? Float(deviation) : 1)
    }

    /// The normalized value of every byte, 256 floats per channel.
    ///
    /// - Precondition: this normalization is ``none`` or has one entry per channel.
    public func table(channels: Int) -> [Float] {
        precondition(
            mean.isEmpty || mean.count == channels,
            "a normalization of \(mean.count) channels meets images of \(channels)")
        return (0..<channels).flatMap { channel in
            let (mean, deviation) =
                mean.isEmpty ? (0, 1) : (mean[channel], standardDeviation[channel])
            return (0..<256).map { (Float($0) / 255 - mean) / deviation }
        }
    }
}
