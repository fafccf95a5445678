import BallastCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Keeps other processes from writing in a run directory while this one does.
///
/// The lock is the system's (`flock`) on the file `lock`, which names the process. It ends with the
/// process, however that ends, so that a file which a killed process has left is no lock: the next
/// process takes it over. On a file system that knows no locks none is kept.
public final class RunLock {
    private let path: String
    private let descriptor: Int32

    /// - Parameter directory: of the run; it exists.
    /// - Throws: ``BallastError`` of kind `cannotWrite` where another process writes there, which
    ///   it names, and where the file cannot be made.
    public init(_ directory: String) throws {
        path = "\(directory)/lock"
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else {
                let reason = String(cString: strerror(errno))
                throw BallastError(
                    .cannotWrite, "cannot write: \(reason)", at: path,
                    mend: "check the permissions of the run directory")
            }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
                let owner = Self.owner(descriptor)
                close(descriptor)
                throw BallastError(
                    .cannotWrite, "\(owner) writes this run at the moment", at: directory,
                    mend: "wait for its end, or stop it; it leaves a checkpoint")
            }
            // The process before may have removed the file between the two calls.
            if Self.isSameFile(descriptor, path) {
                self.descriptor = descriptor
                break
            }
            close(descriptor)
        }
        let text = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        pwrite(descriptor, text, text.count, 0)
    }

    deinit {
        // A directory that was renamed has its lock elsewhere; then the file stays and is no lock.
        if Self.isSameFile(descriptor, path) { unlink(path) }
        close(descriptor)
    }

    private static func owner(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        return Int(text.prefix { $0 != "\n" }).map { "process \($0)" } ?? "another process"
    }

    private static func isSameFile(_ descriptor: Int32, _ path: String) -> Bool {
        var (own, named) = (stat(), stat())
        return fstat(descriptor, &own) == 0 && stat(path, &named) == 0
            && own.st_ino == named.st_ino && own.st_dev == named.st_dev
    }
}
