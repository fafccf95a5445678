/// An opened packed cache whose pixels are those that were written.
struct PackedImages {
    let file: MappedFile
    let table: PackedTable

    var pixels: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            rebasing: file.bytes.prefix(table.origins.count * table.shape.byteCount))
    }

    /// `nil` where there is no such file, or it is damaged.
    ///
    /// - Complexity: O(bytes): every pixel is read once.
    init?(_ path: String) {
        guard let file = MappedFile(path), let table = PackedTable(endOf: file.bytes) else {
            return nil
        }
        self.file = file
        self.table = table
        let pixels = pixels
        let tail = pixels[(pixels.count / 32 * 32)...]
        guard ContentDigest.lanes(of: pixels) == table.digest,
            PackedTable.checksum(ofTail: tail) == table.tailChecksum
        else { return nil }
    }
}
