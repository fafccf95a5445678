#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An exponential average without the bias towards its start: `aₜ / (1 − βᵗ)` with
/// `aₜ = β·aₜ₋₁ + (1 − β)·xₜ` and `a₀ = 0`.
///
/// The first average is the first value, and that of equal values is that value. Its mean lag
/// behind the values is `β / (1 − β)` of them. A value that is not finite does not enter it.
///
/// Source: Kingma and Ba 2015, section 3, for the correction; fastai's `lr_find` smooths so.
public struct SmoothedLoss: Hashable, Sendable {
    /// β, the weight of the past.
    public let smoothing: Double
    private var average = 0.0
    private var count = 0

    /// - Parameter smoothing: from 0, which does not smooth, to below 1.
    public init(smoothing: Double) {
        precondition(smoothing >= 0 && smoothing < 1, "a smoothing of \(smoothing)")
        self.smoothing = smoothing
    }

    /// Takes the next value.
    ///
    /// - Returns: the average with it; where it is not finite, the value itself.
    public mutating func add(_ value: Double) -> Double {
        guard value.isFinite else { return value }
        count += 1
        average = smoothing * average + (1 - smoothing) * value
        return average / (1 - pow(smoothing, Double(count)))
    }
}
