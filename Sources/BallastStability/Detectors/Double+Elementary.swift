#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension Double {
    /// The natural logarithm.
    var logarithm: Double { log(self) }

    /// The factor that this is the natural logarithm of.
    var exponential: Double { exp(self) }
}
