import BallastData
import BallastStability

/// Looks at training images as the model sees them.
struct InputSurvey {
    private let shape: ImageShape
    /// Pixels that are looked at, at most.
    private static let pixelLimit = 100_000_000

    init(_ shape: ImageShape) {
        self.shape = shape
    }

    /// - Throws: what the data set throws for an unreadable image.
    func facts(of batches: BatchSource) throws -> InputFacts {
        var source = batches
        let size = shape.byteCount
        let count = min(source.dataset.count, max(256, Self.pixelLimit / size))
        let values = UnsafeMutableBufferPointer<Float>.allocate(capacity: size)
        var label: Int32 = 0
        defer { values.deallocate() }
        var sums = [Double](repeating: 0, count: shape.channels)
        var squares = sums
        var peak: Float = 0
        var nonFinite: [Int] = []
        var scales: [(index: Int, scale: Double)] = []
        for index in 0..<count {
            try source.fill([index], images: values.baseAddress!, labels: &label)
            let moments = Self.moments(values, channels: shape.channels)
            guard moments.isFinite else {
                nonFinite.append(index)
                continue
            }
            for channel in sums.indices {
                sums[channel] += moments.sums[channel]
                squares[channel] += moments.squares[channel]
            }
            peak = max(peak, moments.peak)
            let power = moments.squares.reduce(0, +) / Double(size)
            scales.append((index, power.squareRoot()))
        }
        let pixels = Double(max(1, count - nonFinite.count) * size / shape.channels)
        let means = sums.map { $0 / pixels }
        let deviations = zip(squares, means).map { max(0, $0 / pixels - $1 * $1).squareRoot() }
        return InputFacts(
            mean: means, deviation: deviations, peak: Double(peak), nonFiniteSamples: nonFinite,
            outliers: Self.outliers(scales), samples: count)
    }

    private struct Moments {
        var sums: [Double]
        var squares: [Double]
        var peak: Float = 0
        var isFinite = true
    }

    private static func moments(
        _ values: UnsafeMutableBufferPointer<Float>, channels: Int
    ) -> Moments {
        var moments = Moments(
            sums: Array(repeating: 0, count: channels),
            squares: Array(repeating: 0, count: channels))
        for channel in 0..<channels {
            var (sum, square) = (0.0, 0.0)
            for position in stride(from: channel, to: values.count, by: channels) {
                let value = values[position]
                sum += Double(value)
                square += Double(value) * Double(value)
                moments.peak = max(moments.peak, abs(value))
            }
            moments.sums[channel] = sum
            moments.squares[channel] = square
            if !square.isFinite { moments.isFinite = false }
        }
        return moments
    }

    /// How many times the median's scale an image must have to stand out.
    private static let outlierFactor = 8.0

    private static func outliers(_ scales: [(index: Int, scale: Double)]) -> [Int: Double] {
        guard !scales.isEmpty else { return [:] }
        let middle = scales.map(\.scale).sorted()[scales.count / 2]
        guard middle > 0 else { return [:] }
        let far = scales.filter { $0.scale > outlierFactor * middle }
        return Dictionary(uniqueKeysWithValues: far.map { ($0.index, $0.scale / middle) })
    }
}
