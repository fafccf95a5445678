import BallastCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Writes files so that neither a reader nor a crash ever meets half of one.
public enum AtomicFile {
    /// What stands in the name of a file that is being written, before six letters of chance.
    private static let temporarySuffix = ".writing-"

    /// Whether a name is that of a file that was being written when its process ended.
    static func isTemporary(_ name: String) -> Bool {
        name.dropLast(6).hasSuffix(temporarySuffix)
    }

    /// Writes beside `path`, syncs, renames over it, and syncs the directory.
    ///
    /// - Throws: ``BallastError`` of kind `cannotWrite` with the system's reason; the file that was
    ///   there before is then untouched and nothing is left beside it.
    public static func write(_ path: String, _ bytes: [UInt8]) throws {
        let directory = self.directory(of: path)
        var template = Array("\(path)\(temporarySuffix)XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw failure(path) }
        let temporary = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        do {
            try fill(descriptor, with: bytes, for: path)
            guard rename(temporary, path) == 0 else { throw failure(path) }
        } catch {
            unlink(temporary)
            throw error
        }
        try sync(directory: directory)
    }

    /// Writes, sets the usual permissions, syncs and closes.
    private static func fill(_ descriptor: Int32, with bytes: [UInt8], for path: String) throws {
        var open = true
        defer { if open { close(descriptor) } }
        var position = 0
        while position < bytes.count {
            let written = bytes[position...].withUnsafeBytes { rest in
                writeBytes(descriptor, rest.baseAddress, rest.count)
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw failure(path) }
            position += written
        }
        guard fchmod(descriptor, 0o644) == 0, fsync(descriptor) == 0 else { throw failure(path) }
        open = false
        guard close(descriptor) == 0 else { throw failure(path) }
    }

    /// Makes the names in a directory last through a power failure.
    static func sync(directory: String) throws {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY)
        guard descriptor >= 0 else { throw failure(directory) }
        defer { close(descriptor) }
        // Some file systems know no sync of directories and say EINVAL.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure(directory) }
    }

    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// - Precondition: `errno` holds the reason.
    private static func failure(_ path: String) -> BallastError {
        let code = errno
        let mend: String? =
            switch code {
            case ENOSPC, EDQUOT, EFBIG: "free some space or write elsewhere"
            case EACCES, EPERM, EROFS: "choose a directory that you may write to"
            case ENOENT, ENOTDIR: "create the directory first"
            default: nil
            }
        let reason = String(cString: strerror(code))
        return BallastError(.cannotWrite, "cannot write: \(reason)", at: path, mend: mend)
    }
}

/// The system's `write`, under a name that the type's own method does not hide.
private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
