import BallastCore

/// What training images go through: a specification brought to the images that are there.
///
/// The result for an image is a pure function of seed, epoch and the image's position in the data
/// set. Each step draws numbers of its own, so that one more step changes nothing of the others.
public struct TransformPlan: Sendable {
    public let spec: TransformSpec
    /// The images as they are stored.
    public let input: ImageShape
    /// The images as the model sees them.
    public let output: ImageShape
    let seed: UInt64
    /// What a byte is multiplied by per channel, and what is then added, on the way to normalized
    /// numbers.
    private(set) var scale: [Float]
    private(set) var offset: [Float]

    /// - Parameters:
    ///   - imageSize: height and width that the model sees; nil: those of the stored images.
    ///   - seed: of the stream ``CounterRandom/Stream/augmentation``.
    /// - Throws: ``BallastError`` of kind `usage` where the crop does not fit the images.
    public init(
        _ spec: TransformSpec, input: ImageShape, imageSize: Int? = nil,
        normalization: PixelNormalization, seed: UInt64
    ) throws(BallastError) {
        self.spec = spec
        self.input = input
        self.seed = seed
        output = try spec.output(of: input, imageSize: imageSize)
        (scale, offset) = Self.factors(normalization, channels: input.channels)
    }

    /// The same transforms in front of another normalization.
    public func normalizing(by normalization: PixelNormalization) -> TransformPlan {
        var copy = self
        (copy.scale, copy.offset) = Self.factors(normalization, channels: input.channels)
        return copy
    }

    private static func factors(
        _ normalization: PixelNormalization, channels: Int
    ) -> (scale: [Float], offset: [Float]) {
        let isPlain = normalization.mean.isEmpty
        precondition(
            isPlain || normalization.mean.count == channels,
            "a normalization of other channels than the images'")
        return (0..<channels).reduce(into: ([], [])) { factors, channel in
            let deviation = isPlain ? 1 : normalization.standardDeviation[channel]
            factors.0.append(1 / (255 * deviation))
            factors.1.append(isPlain ? 0 : -normalization.mean[channel] / deviation)
        }
    }

    /// Where each step's numbers begin in the stream of an image.
    enum Draw {
        static let crop: UInt64 = 0
        static let flip: UInt64 = 64
        static let rotation: UInt64 = 72
        static let jitter: UInt64 = 80
        static let erasing: UInt64 = 128
    }

    /// The numbers of one image in one epoch.
    func random(index: Int, epoch: Int) -> CounterRandom {
        CounterRandom(
            seed: seed, stream: .augmentation,
            step: UInt64(truncatingIfNeeded: epoch) << 32 | UInt64(truncatingIfNeeded: index))
    }

    /// Transforms and normalizes one image.
    ///
    /// - Parameters:
    ///   - pixels: `input.byteCount` bytes.
    ///   - values: room for `output.byteCount` numbers, rows with the channels innermost.
    ///   - scratch: memory that calls of one thread share.
    public func apply(
        _ pixels: UnsafePointer<UInt8>, index: Int, epoch: Int,
        into values: UnsafeMutablePointer<Float>, scratch: inout TransformScratch
    ) {
        let random = random(index: index, epoch: epoch)
        let isFlipped = spec.flip.map { Double(random.uniform(Draw.flip)) < $0 } ?? false
        let keepsBytes = spec.rotation != nil || spec.jitter != nil
        // Rotation and jitter work on bytes' numbers; the rest is normalized on the way.
        let factors = keepsBytes ? [Float](repeating: 1, count: scale.count) : scale
        let terms = keepsBytes ? [Float](repeating: 0, count: scale.count) : offset
        crop(
            pixels, random, isFlipped: isFlipped, factors: factors, terms: terms, into: values,
            &scratch)
        if let degrees = spec.rotation {
            rotate(values, by: angle(degrees, random), &scratch)
        }
        if let jitter = spec.jitter { recolour(values, jitter, random) }
        if keepsBytes { normalize(values) }
        if let erasing = spec.erasing { erase(values, erasing, random) }
    }

    private func normalize(_ values: UnsafeMutablePointer<Float>) {
        let channels = output.channels
        for channel in 0..<channels {
            let (factor, term) = (scale[channel], offset[channel])
            for element in stride(from: channel, to: output.byteCount, by: channels) {
                values[element] = values[element] * factor + term
            }
        }
    }
}
