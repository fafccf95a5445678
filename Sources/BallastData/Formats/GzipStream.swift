import BallastCore
import CZlib

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that is read from front to back, inflated on the way where it is compressed.
struct GzipStream: ~Copyable {
    private let path: String
    private let file: gzFile
    /// The bytes of the file as it lies on the disk.
    private let storedCount: Int

    /// The most that deflate can shrink: a byte for 1032 of them.
    private static let largestRatio = 1032

    init(path: String) throws(BallastError) {
        var status = stat()
        storedCount = stat(path, &status) == 0 ? Int(status.st_size) : 0
        guard let file = gzopen(path, "rb") else {
            throw BallastError(
                .notFound, "cannot be opened", at: path, mend: "Check the path and its permissions."
            )
        }
        gzbuffer(file, 1 << 17)
        self.path = path
        self.file = file
    }

    deinit { gzclose(file) }

    /// Finds out before memory is taken whether the file can hold what it claims.
    func checkRoom(for count: Int) throws(BallastError) {
        let room = gzdirect(file) == 1 ? storedCount : storedCount * Self.largestRatio
        guard count <= room else {
            throw fault(
                "the file is cut off: its header announces \(count) bytes, the whole file has "
                    + "\(storedCount)")
        }
    }

    /// The next bytes, all of them.
    func read(_ count: Int) throws(BallastError) -> [UInt8] {
        var done = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while done < count {
                let chunk = UInt32(min(count - done, 1 << 24))
                let received = Int(gzread(file, buffer.baseAddress! + done, chunk))
                guard received > 0 else { break }
                done += received
            }
            initialized = done
        }
        guard done == count else { throw shortRead(done, of: count) }
        return bytes
    }

    /// Whether nothing follows; reading the end also verifies the checksum of a compressed file.
    func isAtEnd() throws(BallastError) -> Bool {
        var byte: UInt8 = 0
        let received = gzread(file, &byte, 1)
        guard received >= 0 else { throw shortRead(0, of: 1) }
        var code: Int32 = Z_OK
        _ = gzerror(file, &code)
        guard code == Z_OK else { throw fault("the file is cut off") }
        return received == 0
    }

    /// An error about the contents of this file.
    func fault(_ what: String) -> BallastError {
        BallastError(.badInput, what, at: path, mend: "Replace the file by an undamaged copy.")
    }

    private func shortRead(_ done: Int, of count: Int) -> BallastError {
        var code: Int32 = Z_OK
        _ = gzerror(file, &code)
        let isDamaged = code != Z_OK && code != Z_BUF_ERROR
        return fault(
            isDamaged
                ? "the compressed data are damaged"
                : "the file is cut off: of \(count) bytes from byte \(gztell(file) - done) on, "
                    + "\(done) are there"
        )
    }
}
