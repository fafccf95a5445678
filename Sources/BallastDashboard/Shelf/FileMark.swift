#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// By what a file is known to be the same as before.
struct FileMark: Hashable, Sendable {
    private let number: UInt64
    let size: Int
    /// When it was written last, in seconds since 1970-01-01 UTC.
    let time: Double

    /// - Returns: nil where there is nothing.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        number = UInt64(status.st_ino)
        size = Int(status.st_size)
        time = Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) * 1e-9
    }
}
