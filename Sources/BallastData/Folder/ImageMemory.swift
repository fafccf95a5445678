/// Images in memory that somebody else owns.
struct ImageMemory: ImageStore, @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer
    /// Bytes of one image.
    let length: Int

    func write(_ image: UnsafeRawBufferPointer, at position: Int) {
        slot(position).copyMemory(from: image)
    }

    func move(_ position: Int, to target: Int) {
        slot(target).copyMemory(from: UnsafeRawBufferPointer(slot(position)))
    }

    private func slot(_ position: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: bytes[(position * length)...].prefix(length))
    }
}
