import BallastCore

extension Initializer {
    /// The initial values of the parameter `name`.
    ///
    /// Every value is a function of the seed, the name and its index, so that it does not depend
    /// on which other parameters a model has.
    ///
    /// - Precondition: `kaiming…` is given a shape of two dimensions or more.
    public func values(for shape: Shape, seed: UInt64, name: String) -> HostTensor {
        var digest = Checksum()
        digest.update(name)
        let domain = UInt32(truncatingIfNeeded: digest.value ^ (digest.value >> 32))
        let random = CounterRandom(seed: seed, domain: domain)
        let values: [Float]
        switch self {
        case .constant(let value):
            return HostTensor(repeating: Float(value), shape: shape)
        case .uniform(let bound):
            values = Self.uniform(random, shape.count, bound)
        case .kaimingUniform:
            let bound = 1 / Double(Fan.input.count(of: shape)).squareRoot()
            values = Self.uniform(random, shape.count, bound)
        case .normal(let deviation):
            values = Self.normal(random, shape.count, deviation)
        case .kaimingNormal(let fan, let squaredGain):
            let deviation = (squaredGain / Double(fan.count(of: shape))).squareRoot()
            values = Self.normal(random, shape.count, deviation)
        case .truncatedNormal(let deviation, let bound):
            values = Self.truncatedNormal(seed, domain, shape.count, deviation, bound)
        }
        return HostTensor(shape: shape, values: values)
    }

    /// One block of the generator gives four numbers.
    private static func uniform(
        _ random: CounterRandom, _ count: Int, _ bound: Double
    ) -> [Float] {
        let scale = Float(bound) * 0x1p-23
        func number(_ word: UInt32) -> Float { (Float(word >> 8) - 0x1p23) * scale }
        return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
            for first in stride(from: 0, to: count, by: 4) {
                let words = random.block(UInt64(first / 4))
                buffer[first] = number(words.0)
                if first + 1 < count { buffer[first + 1] = number(words.1) }
                if first + 2 < count { buffer[first + 2] = number(words.2) }
                if first + 3 < count { buffer[first + 3] = number(words.3) }
            }
            initialized = count
        }
    }

    private static func normal(
        _ random: CounterRandom, _ count: Int, _ deviation: Double
    ) -> [Float] {
        let deviation = Float(deviation)
        return (0..<count).map { random.normal(UInt64($0)) * deviation }
    }

    /// - Precondition: the bound is not so far inside the deviation that hardly any draw fits.
    private static func truncatedNormal(
        _ seed: UInt64, _ domain: UInt32, _ count: Int, _ deviation: Double, _ bound: Double
    ) -> [Float] {
        precondition(bound >= deviation * 0.01, "normal(\(deviation)) cut at \(bound)")
        var values = normal(CounterRandom(seed: seed, domain: domain), count, deviation)
        for index in values.indices {
            var attempt: UInt64 = 0
            while abs(values[index]) > Float(bound) {
                attempt += 1
                let random = CounterRandom(seed: seed, domain: domain, step: attempt)
                values[index] = random.normal(UInt64(index)) * Float(deviation)
            }
        }
        return values
    }
}
