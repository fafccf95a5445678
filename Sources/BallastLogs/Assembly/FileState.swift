#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the system says of a file, by which a change is seen.
struct FileState: Equatable {
    private(set) var exists = false
    private(set) var size = 0
    private var device: UInt64 = 0
    private var number: UInt64 = 0
    private var seconds = 0
    private var nanoseconds = 0

    init() {}

    init(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        exists = true
        size = Int(status.st_size)
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }

    /// Whether another file stands at the path now.
    func isOther(than earlier: FileState) -> Bool {
        device != earlier.device || number != earlier.number
    }
}
