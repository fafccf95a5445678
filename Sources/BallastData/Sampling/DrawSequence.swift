import BallastCore

/// Takes the numbers of a counter-based stream one after the other, within one image.
struct DrawSequence {
    private let random: CounterRandom
    private var index: UInt64 = 0

    init(_ random: CounterRandom) {
        self.random = random
    }

    mutating func uniform(_ range: ClosedRange<Float>) -> Float {
        defer { index += 1 }
        return range.lowerBound + (range.upperBound - range.lowerBound) * random.uniform(index)
    }

    mutating func integer(below bound: Int) -> Int {
        defer { index += 1 }
        return random.integer(index, below: bound)
    }

    mutating func point(_ range: ClosedRange<Float>) -> SIMD2<Float> {
        let x = uniform(range)
        return SIMD2(x, uniform(range))
    }

    mutating func colour() -> SIMD3<Float> {
        let red = uniform(0...1)
        let green = uniform(0...1)
        return SIMD3(red, green, uniform(0...1))
    }

    /// A unit vector.
    mutating func direction() -> SIMD2<Float> {
        let point = point(-1...1)
        let length = (point * point).sum().squareRoot()
        return length > 1e-3 ? point / length : SIMD2(1, 0)
    }
}
