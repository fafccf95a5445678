import BallastData

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Spoils training samples as data can be spoiled where no key of a configuration does it.
enum SpoiledGratings: SampleTransform {
    /// One sample's values times a factor.
    case gain(sample: Int, Float)
    /// One value of one sample is not a number.
    case notANumber(sample: Int)
    /// All values times a factor.
    case gainOfAll(Float)
    /// All values times a gain until an epoch, that rises geometrically to 1 until another.
    case fadedIn(gain: Float, from: Int, to: Int)

    func apply(to values: UnsafeMutableBufferPointer<Float>, index: Int, epoch: Int) {
        switch self {
        case .gain(let sample, let factor):
            if index == sample { Self.scale(values, by: factor) }
        case .notANumber(let sample):
            if index == sample { values[0] = .nan }
        case .gainOfAll(let factor): Self.scale(values, by: factor)
        case .fadedIn(let gain, let from, let to):
            guard epoch < to else { return }
            let share = 1 - Float(max(0, epoch - from)) / Float(to - from)
            Self.scale(values, by: pow(gain, share))
        }
    }

    private static func scale(_ values: UnsafeMutableBufferPointer<Float>, by factor: Float) {
        for position in values.indices { values[position] *= factor }
    }
}
