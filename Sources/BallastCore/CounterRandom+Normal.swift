#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension CounterRandom {
    /// A standard normal number (Box–Muller on two 32-bit words).
    public func normal(_ index: UInt64) -> Float {
        let words = block(index >> 1)
        let (first, second) = index & 1 == 0 ? (words.0, words.1) : (words.2, words.3)
        let radius = (-2 * log((Double(first) + 0.5) * 0x1p-32)).squareRoot()
        return Float(radius * cos(2 * Double.pi * Double(second) * 0x1p-32))
    }
}
