import BallastCore

/// The inputs of the golden fixtures, computed from names as their scripts do; the formulas stand
/// in `Tests/Fixtures/scripts/README.md`.
public enum GoldenValues {
    /// `u(name, i)`, in `-1 ..< 1`.
    public static func uniform(_ name: String, _ count: Int) -> [Float] {
        let base = hash(of: name)
        return (0..<UInt32(count)).map { Float(mixed(base, $0) >> 8) * 0x1p-23 - 1 }
    }

    /// `label(name, i)`
    public static func labels(_ name: String, _ count: Int, classes: Int) -> [Int32] {
        let base = hash(of: name)
        return (0..<UInt32(count)).map { Int32(mixed(base, $0) % UInt32(classes)) }
    }

    /// `u` over the NCHW index, rearranged channels last as inputs are given.
    public static func images(_ name: String, _ shape: Shape) -> [Float] {
        let values = uniform(name, shape.count)
        let (channels, area) = (shape[1], shape[2] * shape[3])
        return (0..<shape.count).map { index in
            let (sample, rest) = index.quotientAndRemainder(dividingBy: channels * area)
            let (pixel, channel) = rest.quotientAndRemainder(dividingBy: channels)
            return values[(sample * channels + channel) * area + pixel]
        }
    }

    /// The value of a parameter or statistic, by its name in the state dictionary.
    public static func state(_ name: String, _ shape: Shape) -> HostTensor {
        let u = uniform(name, shape.count)
        let values: [Float]
        if shape.rank > 1 {
            let fanIn = shape.dimensions.dropFirst().reduce(1, *)
            let factor = Float((6 / Double(fanIn)).squareRoot())
            values = u.map { factor * $0 }
        } else if name.hasSuffix("running_var") {
            values = u.map { 1.25 + 0.25 * $0 }
        } else if name.hasSuffix("weight") {
            values = u.map { 1 + Float(0.1) * $0 }
        } else {
            values = u.map { Float(0.1) * $0 }
        }
        return HostTensor(shape: shape, values: values)
    }

    private static func hash(of name: String) -> UInt32 {
        name.utf8.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    }

    private static func mixed(_ base: UInt32, _ index: UInt32) -> UInt32 {
        var x = base &+ index &* 0x9E37_79B1
        x ^= x >> 16
        x = x &* 0x85EB_CA6B
        x ^= x >> 13
        x = x &* 0xC2B2_AE35
        return x ^ (x >> 16)
    }
}
