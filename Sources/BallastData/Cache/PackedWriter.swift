import BallastCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A packed cache in the making: memory that is a file. It appears whole under its name or not
/// at all, since it is made beside it and renamed.
///
/// Each writer has a file of its own, so that two processes do not meet; the last one's stays. The
/// disk is not waited for: what a crash of the machine tears is told by the digest.
struct PackedWriter: ~Copyable {
    /// Room for all pixels; each page is on the disk's account already.
    let pixels: UnsafeMutableBufferPointer<UInt8>
    private let path: String
    private let temporaryPath: String
    private let descriptor: Int32
    private var isPublished = false

    /// - Parameter count: the most bytes of pixels.
    /// - Throws: ``BallastError`` of kind `cannotWrite` where the folder takes no file, or the disk
    ///   has no room.
    init(_ path: String, count: Int) throws(BallastError) {
        precondition(count > 0, "a pack of no images")
        var template = Array("\(path).XXXXXX".utf8CString)
        try Self.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Self.failure(path, errno) }
        let temporaryPath = String(
            decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        // A page that has no place on the disk would end the process when it is written to.
        let status = posix_fallocate(descriptor, 0, count)
        let start =
            status == 0
            ? mmap(nil, count, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0) : MAP_FAILED
        guard let start, start != MAP_FAILED else {
            let failure = Self.failure(path, status == 0 ? errno : status)
            close(descriptor)
            unlink(temporaryPath)
            throw failure
        }
        self.descriptor = descriptor
        self.path = path
        self.temporaryPath = temporaryPath
        pixels = UnsafeMutableBufferPointer(
            start: start.assumingMemoryBound(to: UInt8.self), count: count)
    }

    deinit {
        munmap(pixels.baseAddress, pixels.count)
        close(descriptor)
        if !isPublished { unlink(temporaryPath) }
    }

    /// Cuts the pixels to those that are there, puts the table behind them and gives the file its
    /// name.
    ///
    /// - Throws: ``BallastError`` of kind `cannotWrite`.
    mutating func publish(_ count: Int, _ table: [UInt8]) throws(BallastError) {
        guard ftruncate(descriptor, count) == 0 else { throw Self.failure(path, errno) }
        var written = 0
        while written < table.count {
            let result = table.withUnsafeBytes {
                pwrite(
                    descriptor, $0.baseAddress?.advanced(by: written), table.count - written,
                    count + written)
            }
            if result < 0, errno == EINTR { continue }
            guard result > 0 else { throw Self.failure(path, errno) }
            written += result
        }
        guard rename(temporaryPath, path) == 0 else { throw Self.failure(path, errno) }
        isPublished = true
    }

    /// Makes a folder and those that it lies in; for its owner alone, as the contents may be.
    private static func makeFolder(_ path: String) throws(BallastError) {
        guard !path.isEmpty, mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/") else {
            throw failure(path, errno)
        }
        try makeFolder(String(path[..<slash]))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure(path, errno) }
    }

    private static func failure(_ path: String, _ code: Int32) -> BallastError {
        BallastError(
            .cannotWrite, "the cache cannot be written: \(String(cString: strerror(code)))",
            at: path, mend: "Free space, or name another folder in BALLAST_CACHE.")
    }
}
