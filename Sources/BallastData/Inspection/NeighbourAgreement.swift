import BallastCore

/// How often the image that looks most alike has the same class, which tells whether labels go with
/// pixels at all.
///
/// Images are reduced to 8×8 and compared by the sum of squared differences; copies of an image are
/// left out. By chance two images have one class in the share `Σ n_c (n_c − 1) ÷ n (n − 1)`. An
/// agreement within three deviations of that says that the labels may be shuffled, or that looks
/// say nothing about the class.
public struct NeighbourAgreement: Hashable, Sendable {
    /// The share of images whose nearest neighbour has their class.
    public let share: Double
    /// The share expected of labels that were drawn by lot.
    public let chance: Double
    /// How many images were compared.
    public let count: Int

    /// Enough to tell 3 % from chance, in a second or two.
    private static let sampleLimit = 2_000
    private static let leastCount = 50
    private static let side = 8
    private static let deviationLimit = 3.0

    public var isByChance: Bool {
        let deviation = (chance * (1 - chance) / Double(count)).squareRoot()
        return share - chance < Self.deviationLimit * deviation
    }

    /// `nil` for fewer than 50 images or a single class.
    init?(_ dataset: any ImageDataset) throws {
        guard dataset.count >= Self.leastCount else { return nil }
        let order = CounterRandom(seed: 0, stream: .permutation).permutation(dataset.count)
        let sample = order.prefix(Self.sampleLimit)
        let features = try Self.features(of: sample, in: dataset)
        let labels = sample.map(dataset.label(at:))
        count = labels.count
        let sizes = Dictionary(grouping: labels, by: \.self).values.map(\.count)
        guard sizes.count > 1 else { return nil }
        chance =
            sizes.reduce(0.0) { $0 + Double($1) * Double($1 - 1) }
            / (Double(count) * Double(count - 1))
        let length = features.count / count
        let agreeing = (0..<count).count { image in
            Self.nearest(to: image, in: features, length: length).map {
                labels[$0] == labels[image]
            }
                ?? false
        }
        share = Double(agreeing) / Double(count)
    }

    private static func features(
        of sample: ArraySlice<Int>, in dataset: any ImageDataset
    ) throws -> [Float] {
        let shape = dataset.imageShape
        let resizer = ImageResizer(from: shape, height: side, width: side)
        var scratch = resizer.makeScratch()
        var pixels = [UInt8](repeating: 0, count: shape.byteCount)
        var small = [UInt8](repeating: 0, count: resizer.output.byteCount)
        var features: [Float] = []
        features.reserveCapacity(sample.count * small.count)
        for index in sample {
            try pixels.withUnsafeMutableBufferPointer {
                try dataset.copyPixels(at: index, into: $0)
            }
            pixels.withUnsafeBufferPointer { source in
                small.withUnsafeMutableBufferPointer {
                    resizer.resize(source, into: $0, scratch: &scratch)
                }
            }
            features += small.map(Float.init)
        }
        return features
    }

    /// The most similar image that is no copy; `nil` where all others are.
    private static func nearest(to image: Int, in features: [Float], length: Int) -> Int? {
        features.withUnsafeBufferPointer { features in
            let own = features.baseAddress! + image * length
            var best: (index: Int, distance: Float)?
            for other in 0..<(features.count / length) where other != image {
                let values = features.baseAddress! + other * length
                var distance = SIMD16<Float>.zero
                for start in stride(from: 0, to: length, by: 16) {
                    let difference =
                        UnsafeRawPointer(own + start).loadUnaligned(as: SIMD16<Float>.self)
                        - UnsafeRawPointer(values + start).loadUnaligned(as: SIMD16<Float>.self)
                    distance += difference * difference
                }
                let sum = distance.sum()
                if sum > 0, sum < best?.distance ?? .infinity { best = (other, sum) }
            }
            return best?.index
        }
    }
}
