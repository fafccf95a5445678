#if canImport(Glibc)
    import Glibc
#endif

/// Memory that was freed and that the C library keeps, since it lies scattered.
enum FreedMemory {
    /// Gives it to the system, where the C library can: judging a long run takes some hundreds of
    /// megabytes for a moment.
    static func giveBack() {
        #if canImport(Glibc)
            // Swift's module of the library leaves its allocator's own functions out.
            typealias Trim = @convention(c) (Int) -> Int32
            guard let symbol = dlsym(nil, "malloc_trim") else { return }
            _ = unsafeBitCast(symbol, to: Trim.self)(0)
        #endif
    }
}
