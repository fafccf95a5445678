import BallastCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads files whole, or their beginnings, and never what is no plain file.
enum FileContents {
    /// All bytes of a file.
    ///
    /// - Parameter limit: the most bytes; a longer file is refused before memory is taken.
    /// - Throws: ``BallastError`` that names the file: `notFound` where there is none, `badInput`
    ///   where it cannot be read, is no plain file or is too long.
    static func read(_ path: String, limit: Int) throws(BallastError) -> [UInt8] {
        let (descriptor, size) = try open(path)
        defer { close(descriptor) }
        guard size <= limit else {
            throw BallastError(
                .badInput, "\(size) bytes are above the limit of \(limit)", at: path,
                mend: "Replace the file by a smaller one, or remove it.")
        }
        return try read(descriptor, size, path)
    }

    /// Up to `count` bytes from the beginning.
    static func beginning(of path: String, _ count: Int) throws(BallastError) -> [UInt8] {
        let (descriptor, size) = try open(path)
        defer { close(descriptor) }
        return try read(descriptor, min(size, count), path)
    }

    private static func open(_ path: String) throws(BallastError) -> (Int32, size: Int) {
        let descriptor = openFile(path)
        guard descriptor >= 0 else { throw openFailure(path, errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw BallastError(
                .badInput, "this is no plain file", at: path, mend: "Name or keep files alone.")
        }
        return (descriptor, Int(status.st_size))
    }

    private static func openFailure(_ path: String, _ code: Int32) -> BallastError {
        let isMissing = code == ENOENT || code == ENOTDIR
        return BallastError(
            isMissing ? .notFound : .badInput,
            isMissing
                ? isLink(path) ? "the link leads to no file" : "there is no such file"
                : "the file cannot be opened: \(String(cString: strerror(code)))",
            at: path, mend: "Check the path and its permissions.")
    }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    private static func read(
        _ descriptor: Int32, _ count: Int, _ path: String
    ) throws(BallastError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while initialized < count {
                let rest = UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[initialized...])
                let received = readBytes(descriptor, rest)
                if received < 0 && errno == EINTR { continue }
                if received < 0 { failure = errno }
                guard received > 0 else { break }
                initialized += received
            }
        }
        guard failure == 0 else {
            throw BallastError(
                .badInput, "the file cannot be read: \(String(cString: strerror(failure)))",
                at: path, mend: "Check the disk and the permissions.")
        }
        return bytes
    }
}

/// The system's `open`, under a name that the type's own method does not hide. Opening a pipe would
/// otherwise wait for its writer.
private func openFile(_ path: String) -> Int32 {
    open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
}

/// The system's `read`, likewise.
private func readBytes(_ descriptor: Int32, _ rest: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, rest.baseAddress, rest.count)
}
