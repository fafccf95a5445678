import BallastCore

/// Test data that depends on nothing but a name and a seed.
public enum HashedValues {
    /// Uniform numbers of a range.
    public static func uniform(
        _ count: Int, in range: ClosedRange<Float>, name: String, seed: UInt64 = 0
    ) -> [Float] {
        let random = generator(name, seed)
        return (0..<UInt64(count)).map {
            range.lowerBound + random.uniform($0) * (range.upperBound - range.lowerBound)
        }
    }

    /// Integers of `0..<bound`.
    public static func integers(
        _ count: Int, below bound: Int, name: String, seed: UInt64 = 0
    ) -> [Int32] {
        let random = generator(name, seed)
        return (0..<UInt64(count)).map { Int32(random.integer($0, below: bound)) }
    }

    private static func generator(_ name: String, _ seed: UInt64) -> CounterRandom {
        var checksum = Checksum()
        checksum.update(name)
        return CounterRandom(
            seed: seed ^ checksum.value, stream: .synthesis)
    }
}
