#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What a path leads to, symbolic links followed.
struct FileNode: Hashable {
    enum Kind: Hashable {
        case file, folder
        /// A pipe, a device, a socket.
        case other
    }

    let kind: Kind
    /// What tells two names of one file from two files.
    private let device: UInt64
    private let number: UInt64

    /// `nil` where the path leads nowhere.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        default: kind = .other
        }
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
    }
}
