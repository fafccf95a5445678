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
    /// - Parameter isFresh: whether this process has just written it; its pixels are then not
    ///   looked at.
    /// - Complexity: O(bytes): every pixel is read once.
    init?(_ path: String, isFresh: Bool = false) {
        guard let file = MappedFile(path), let table = PackedTable(endOf: file.bytes) else {
            return nil
        }
        self.file = file
        self.table = table
        guard isFresh || table.describes(pixels) else { return nil }
    }
}
