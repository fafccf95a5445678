/// Which samples a step was made of, so that two steps on the same ones can be told.
public struct BatchIdentity: Hashable, Sendable {
    /// Counts from 0.
    public var epoch: Int
    /// The number of images of the epoch before this batch.
    public var position: Int
    /// A checksum of the samples' positions in the data set, whatever their order in the batch.
    public var checksum: UInt64

    public init(epoch: Int, position: Int, checksum: UInt64) {
        self.epoch = epoch
        self.position = position
        self.checksum = checksum
    }
}

extension BatchIdentity: Codable {
    private enum Key: String, CodingKey {
        case epoch, position, checksum
    }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        epoch = try fields.decode(Int.self, forKey: .epoch)
        position = try fields.decode(Int.self, forKey: .position)
        let digits = try fields.decode(String.self, forKey: .checksum)
        guard let value = UInt64(digits, radix: 16) else {
            throw decoder.corrupted("the checksum '\(digits)' is no hexadecimal number")
        }
        checksum = value
    }

    /// The checksum is written as sixteen hexadecimal digits.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(epoch, forKey: .epoch)
        try fields.encode(position, forKey: .position)
        let digits = String(checksum, radix: 16)
        try fields.encode(
            String(repeating: "0", count: 16 - digits.count) + digits, forKey: .checksum)
    }
}
