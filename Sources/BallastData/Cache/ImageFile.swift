import BallastCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An open file that images are written to, one behind the other.
///
/// They are written rather than mapped: a page that is touched first in mapped memory is filled
/// with zeros for nothing, which took a tenth of the time of decoding.
struct ImageFile: ImageStore {
    let descriptor: Int32
    /// Bytes of one image.
    let length: Int
    /// What errors call the file.
    let path: String

    func write(_ image: UnsafeRawBufferPointer, at position: Int) throws(BallastError) {
        try write(image, from: position * length)
    }

    func move(_ position: Int, to target: Int) throws(BallastError) {
        var failure: BallastError?
        withUnsafeTemporaryAllocation(byteCount: length, alignment: 16) { buffer in
            do throws(BallastError) {
                try read(into: buffer, from: position * length)
                try write(UnsafeRawBufferPointer(buffer), from: target * length)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    /// Writes all bytes, the first at an offset.
    func write(_ bytes: UnsafeRawBufferPointer, from offset: Int) throws(BallastError) {
        try transfer(bytes.count) { done in
            pwrite(
                descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done,
                offset + done)
        }
    }

    private func read(
        into bytes: UnsafeMutableRawBufferPointer, from offset: Int
    ) throws(BallastError) {
        try transfer(bytes.count) { done in
            pread(
                descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done,
                offset + done)
        }
    }

    /// Calls the system until all bytes are through.
    ///
    /// - Parameter call: goes on behind those that are done, and returns how many more are.
    private func transfer(_ byteCount: Int, _ call: (_ done: Int) -> Int) throws(BallastError) {
        var done = 0
        while done < byteCount {
            let count = call(done)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .unwritableCache(path, errno) }
            done += count
        }
    }
}

extension BallastError {
    static func unwritableCache(_ path: String, _ code: Int32) -> BallastError {
        BallastError(
            .cannotWrite, "the cache cannot be written: \(String(cString: strerror(code)))",
            at: path, mend: "Free space, or name another folder in BALLAST_CACHE.")
    }
}
