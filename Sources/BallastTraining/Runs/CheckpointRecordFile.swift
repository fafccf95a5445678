import BallastCore
import BallastData
import BallastEvents

/// The JSON file of a checkpoint: a ``Checkpoint`` that carries the checksum of its own text.
enum CheckpointRecordFile {
    /// What stands in front of the checksum's sixteen digits.
    private static let prefix = Array("\"recordChecksum\" : \"".utf8)
    private static let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: 16)

    /// The text with its checksum, which is taken with zeros in the checksum's place.
    static func bytes(_ checkpoint: Checkpoint) throws -> [UInt8] {
        var blank = checkpoint
        blank.recordChecksum = String(decoding: zeros, as: UTF8.self)
        var bytes = try JSONCoding.encodeIndented(blank)
        guard let place = place(in: bytes) else {
            preconditionFailure("a checkpoint's text lacks its checksum")
        }
        let checksum = Checksum(of: bytes).hexadecimal
        bytes.replaceSubrange(place, with: checksum.utf8)
        return bytes
    }

    /// - Throws: ``BallastError`` of kind `badInput` for a text that is not what was written.
    static func checkpoint(_ bytes: [UInt8], at path: String) throws -> Checkpoint {
        let damaged = BallastError(
            .badInput, "the checkpoint's record is damaged: its checksum differs", at: path,
            mend: "use an earlier checkpoint")
        guard let place = place(in: bytes) else { throw damaged }
        var blank = bytes
        blank.replaceSubrange(place, with: zeros)
        let found = String(decoding: bytes[place], as: UTF8.self)
        guard Checksum(of: blank).hexadecimal == found else { throw damaged }
        let checkpoint = try JSONCoding.decode(Checkpoint.self, from: bytes, at: path)
        guard checkpoint.schema == Checkpoint.currentSchema else {
            throw BallastError(
                .badInput, "the checkpoint is of schema \(checkpoint.schema)", at: path,
                mend: "this version reads schema \(Checkpoint.currentSchema)")
        }
        guard checkpoint.step >= 0, checkpoint.cursor.epoch >= 0, checkpoint.cursor.position >= 0
        else { throw damaged }
        return checkpoint
    }

    private static func place(in bytes: [UInt8]) -> Range<Int>? {
        var start = 0
        while let first = bytes[start...].firstIndex(of: prefix[0]) {
            let end = first + prefix.count
            if end + zeros.count <= bytes.count, bytes[first..<end].elementsEqual(prefix) {
                return end..<(end + zeros.count)
            }
            start = first + 1
        }
        return nil
    }
}

extension Checksum {
    /// The checksum of some bytes.
    init(of bytes: [UInt8]) {
        self.init()
        update(bytes)
    }
}
