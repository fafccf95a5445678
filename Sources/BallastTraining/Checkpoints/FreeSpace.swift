import BallastCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The room that a file system has left.
public enum FreeSpace {
    /// What is left free for the journal and `run.json`, which have to be written as well.
    private static let reserve = 1 << 20

    /// Bytes that this process may still write to the file system of a directory; nil where it
    /// does not tell.
    public static func bytes(at directory: String) -> Int? {
        var status = statvfs()
        guard statvfs(directory, &status) == 0, status.f_blocks > 0 else { return nil }
        let (bytes, overflow) = UInt64(status.f_bavail)
            .multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return overflow ? .max : Int(clamping: bytes)
    }

    /// - Throws: ``BallastError`` of kind `cannotWrite` where so many bytes do not fit.
    public static func require(_ needed: Int, at directory: String) throws {
        guard let free = bytes(at: directory), free < needed + reserve else { return }
        throw BallastError(
            .cannotWrite,
            "the checkpoint needs \(megabytes(needed + reserve)), of which "
                + "\(megabytes(free)) are free", at: directory,
            mend: "free some space, or keep fewer checkpoints with --keep-checkpoints")
    }

    private static func megabytes(_ bytes: Int) -> String {
        let tenths = (bytes + 52_428) / 104_858
        return "\(tenths / 10).\(tenths % 10) MiB"
    }
}
