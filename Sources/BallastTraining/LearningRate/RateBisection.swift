/// Closes in on the border between stable and unstable rates, on a logarithmic scale.
///
/// It asks for a rate by ``next`` and is told the outcome by ``record(_:isStable:)``. As long as
/// outcomes are of one kind it goes away from the first guess, by a factor of 2, then 4, then 16;
/// after that it halves the bracket in the logarithm.
public struct RateBisection: Hashable, Sendable {
    /// The rates between which it searches.
    public let bounds: ClosedRange<Double>
    /// The ratio of the bracket's ends at which it ends.
    public let resolution: Double
    /// The rates that were stable, upward.
    private var stableRates: [Double] = []
    /// The lowest rate that was not.
    public private(set) var unstable: Double?
    private let guess: Double
    private var stride = 2.0

    /// - Parameters:
    ///   - guess: tried first, after it was moved into the bounds.
    ///   - resolution: above 1.
    public init(
        guess: Double, bounds: ClosedRange<Double> = 1e-8...1e4, resolution: Double = 1.25
    ) {
        precondition(resolution > 1 && bounds.lowerBound > 0, "the bracket would never close")
        self.bounds = bounds
        self.resolution = resolution
        self.guess = guess.isNaN ? bounds.lowerBound : guess.clamped(to: bounds)
    }

    /// The highest rate that was stable.
    public var stable: Double? { stableRates.last }

    /// The rate to try; nil where the bracket is closed, or has met a bound.
    public var next: Double? {
        switch (stable, unstable) {
        case (nil, nil): guess
        case (let stable?, nil):
            stable >= bounds.upperBound ? nil : (stable * stride).clamped(to: bounds)
        case (nil, let unstable?):
            unstable <= bounds.lowerBound ? nil : (unstable / stride).clamped(to: bounds)
        case (let stable?, let unstable?):
            unstable / stable <= resolution ? nil : (stable * unstable).squareRoot()
        }
    }

    /// Whether the bracket is closed to the resolution.
    public var isClosed: Bool {
        guard let stable, let unstable else { return false }
        return unstable / stable <= resolution
    }

    /// - Precondition: the rate is the one of ``next``.
    public mutating func record(_ rate: Double, isStable: Bool) {
        precondition(rate == next, "the rate \(rate) was not asked for")
        let isFirst = stable == nil && unstable == nil
        if isStable { stableRates.append(rate) } else { unstable = rate }
        if !isFirst { stride = min(stride * stride, 256) }
    }

    /// Takes back that the highest stable rate is stable; what was stable below it counts again.
    ///
    /// - Precondition: there is one.
    public mutating func refute() {
        unstable = stableRates.removeLast()
        stride = 2
    }
}

extension Double {
    fileprivate func clamped(to bounds: ClosedRange<Double>) -> Double {
        Swift.min(Swift.max(self, bounds.lowerBound), bounds.upperBound)
    }
}
