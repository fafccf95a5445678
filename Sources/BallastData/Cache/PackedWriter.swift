import BallastCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A packed cache in the making. It appears whole under its name or not at all, since it is made
/// beside it and renamed.
///
/// Each writer has a file of its own, so that two processes do not meet; the last one's stays. The
/// disk is not waited for: what a crash of the machine tears is told by the digest.
struct PackedWriter: ~Copyable {
    /// Takes the images; good as long as the writer is there.
    let images: ImageFile
    private let path: String
    private let temporaryPath: String
    private var isPublished = false

    /// - Parameters:
    ///   - count: the most images; the disk has room for them from now on.
    ///   - length: bytes of one.
    /// - Throws: ``BallastError`` of kind `cannotWrite` where the folder takes no file, or the disk
    ///   has no room.
    init(_ path: String, count: Int, length: Int) throws(BallastError) {
        var template = Array("\(path).XXXXXX".utf8CString)
        try Self.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw .unwritableCache(path, errno) }
        let temporaryPath = String(
            decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let status = count > 0 ? posix_fallocate(descriptor, 0, count * length) : 0
        guard status == 0 else {
            close(descriptor)
            unlink(temporaryPath)
            throw .unwritableCache(path, status)
        }
        images = ImageFile(descriptor: descriptor, length: length, path: path)
        self.path = path
        self.temporaryPath = temporaryPath
    }

    deinit {
        close(images.descriptor)
        if !isPublished { unlink(temporaryPath) }
    }

    /// The pixels of the first images, as they stand in the file.
    ///
    /// - Throws: ``BallastError`` of kind `cannotWrite` where they cannot be read back.
    func withPixels<Result>(
        of count: Int, _ body: (UnsafeRawBufferPointer) -> Result
    ) throws(BallastError) -> Result {
        let byteCount = count * images.length
        guard byteCount > 0 else { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        guard let start = mmap(nil, byteCount, PROT_READ, MAP_SHARED, images.descriptor, 0),
            start != MAP_FAILED
        else { throw .unwritableCache(path, errno) }
        defer { munmap(start, byteCount) }
        return body(UnsafeRawBufferPointer(start: start, count: byteCount))
    }

    /// Cuts the images to those that are there, puts the table behind them and gives the file its
    /// name.
    ///
    /// - Throws: ``BallastError`` of kind `cannotWrite`.
    mutating func publish(_ count: Int, _ table: [UInt8]) throws(BallastError) {
        let end = count * images.length
        guard ftruncate(images.descriptor, end) == 0 else { throw .unwritableCache(path, errno) }
        try table.withUnsafeBufferPointer { (bytes) throws(BallastError) in
            try images.write(UnsafeRawBufferPointer(bytes), from: end)
        }
        guard rename(temporaryPath, path) == 0 else { throw .unwritableCache(path, errno) }
        isPublished = true
    }

    /// Makes a folder and those that it lies in; for its owner alone, as the contents may be.
    private static func makeFolder(_ path: String) throws(BallastError) {
        guard !path.isEmpty, mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/") else {
            throw .unwritableCache(path, errno)
        }
        try makeFolder(String(path[..<slash]))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw .unwritableCache(path, errno)
        }
    }
}
