import BallastCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that appears whole under its name or not at all: it is written beside it and renamed.
///
/// Each writer has a file of its own, so that two processes do not meet; the last one's stays.
struct PackedWriter: ~Copyable {
    private let path: String
    private let temporaryPath: String
    private let descriptor: Int32
    private var isPublished = false

    /// - Throws: ``BallastError`` of kind `cannotWrite` where the folder takes no file.
    init(_ path: String) throws(BallastError) {
        var template = Array("\(path).XXXXXX".utf8CString)
        try Self.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Self.failure(path) }
        self.descriptor = descriptor
        self.path = path
        temporaryPath = String(
            decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        close(descriptor)
        if !isPublished { unlink(temporaryPath) }
    }

    /// Appends bytes.
    func write(_ bytes: UnsafeRawBufferPointer) throws(BallastError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = systemWrite(descriptor, rest)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(path) }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// Makes sure that the bytes are on the disk and gives the file its name.
    mutating func publish() throws(BallastError) {
        guard fsync(descriptor) == 0, rename(temporaryPath, path) == 0 else {
            throw Self.failure(path)
        }
        isPublished = true
    }

    /// Makes a folder and those that it lies in; for its owner alone, as the contents may be.
    private static func makeFolder(_ path: String) throws(BallastError) {
        guard !path.isEmpty, mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/") else { throw failure(path) }
        try makeFolder(String(path[..<slash]))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure(path) }
    }

    private static func failure(_ path: String) -> BallastError {
        BallastError(
            .cannotWrite, "the cache cannot be written: \(String(cString: strerror(errno)))",
            at: path, mend: "Free space, or name another folder in BALLAST_CACHE.")
    }
}

/// The system's `write`, under a name that the type's own method does not hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
