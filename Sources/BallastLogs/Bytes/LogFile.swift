import BallastCore
import CZlib

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that is read from front to back, inflated on the way where it is compressed.
struct LogFile: ~Copyable {
    private let path: String
    private let descriptor: Int32
    private let compressed: gzFile?
    private let storedCount: Int
    private let options: LogOptions
    private var received = 0

    var isCompressed: Bool { compressed != nil }

    /// The bytes to ask for at once.
    var chunk: Int { isCompressed ? 1 << 18 : max(1 << 12, min(1 << 18, storedCount)) }

    /// - Parameter offset: where to begin; a compressed file is read from its beginning.
    init(_ path: String, from offset: Int = 0, _ options: LogOptions) throws(BallastError) {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.openFailure(path, errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw BallastError(
                .badInput, "this is no plain file", at: path, mend: "Name a log or a folder.")
        }
        self.path = path
        self.descriptor = descriptor
        self.options = options
        storedCount = Int(status.st_size)
        var magic: [UInt8] = [0, 0]
        let hasMagic = pread(descriptor, &magic, 2, 0) == 2 && magic == [0x1F, 0x8B]
        compressed = hasMagic ? gzdopen(dup(descriptor), "rb") : nil
        if let compressed {
            gzbuffer(compressed, 1 << 17)
        } else {
            lseek(descriptor, off_t(offset), SEEK_SET)
        }
    }

    deinit {
        if let compressed { gzclose(compressed) }
        close(descriptor)
    }

    private static func openFailure(_ path: String, _ code: Int32) -> BallastError {
        let isMissing = code == ENOENT || code == ENOTDIR
        let reason = String(cString: strerror(code))
        return BallastError(
            isMissing ? .notFound : .badInput,
            isMissing ? "there is no such file" : "the file cannot be opened: \(reason)",
            at: path, mend: "Check the path and its permissions.")
    }

    /// The next bytes, none at the end.
    ///
    /// - Throws: ``BallastError`` of kind `badInput` where the file cannot be read, is damaged, or
    ///   inflates to far more than a log can.
    mutating func read(into buffer: inout [UInt8]) throws(BallastError) -> Int {
        let count = compressed.map { inflate($0, &buffer) } ?? readPlain(&buffer)
        guard count > 0 || (count == 0 && !isCutOff) else { throw readFailure() }
        received += count
        if isCompressed, received > options.inflatedFloor,
            received > options.inflationRatio * storedCount
        {
            throw BallastError(
                .badInput,
                "\(storedCount) compressed bytes inflate to more than \(received): that is no log",
                at: path, mend: "Unpack the file and look at what is in it.")
        }
        return count
    }

    private func readPlain(_ buffer: inout [UInt8]) -> Int {
        buffer.withUnsafeMutableBytes { bytes in
            while true {
                let count = Glibc.read(descriptor, bytes.baseAddress, bytes.count)
                if count < 0 && errno == EINTR { continue }
                return count
            }
        }
    }

    private func inflate(_ file: gzFile, _ buffer: inout [UInt8]) -> Int {
        buffer.withUnsafeMutableBytes { bytes in
            Int(gzread(file, bytes.baseAddress, UInt32(bytes.count)))
        }
    }

    /// Whether a compressed file ends before its contents do.
    private var isCutOff: Bool {
        guard let compressed else { return false }
        var code: Int32 = Z_OK
        _ = gzerror(compressed, &code)
        return code != Z_OK
    }

    private func readFailure() -> BallastError {
        if isCompressed {
            return BallastError(
                .badInput, "the compressed data are damaged or cut off after \(received) bytes",
                at: path,
                mend: "Replace the file by an undamaged copy, or unpack what can be unpacked.")
        }
        return BallastError(
            .badInput, "the file cannot be read: \(String(cString: strerror(errno)))", at: path,
            mend: "Check the disk and the permissions.")
    }
}
