import BallastCore

/// The contents of an IDX file of bytes, plain or compressed with gzip: the format of MNIST and its
/// successors (LeCun, Cortes, Burges, "The MNIST database").
public struct IDXFile: Sendable {
    /// Outermost first, all positive.
    public let extents: [Int]
    /// The product of the extents as bytes, last dimension fastest.
    public let bytes: [UInt8]

    /// The most bytes that a file may claim to hold.
    public static let byteLimit = 1 << 31

    /// Reads a whole file.
    ///
    /// - Parameter ranks: the numbers of dimensions that the file may have: 1 for labels, 3 for
    ///   images.
    /// - Throws: ``BallastError``: `notFound` where the file cannot be opened; `badInput` where it
    ///   is no IDX file of such a rank, is cut off, damaged, longer than it says, or above
    ///   ``byteLimit``.
    public init(path: String, ranks: ClosedRange<Int>) throws(BallastError) {
        let stream = try GzipStream(path: path)
        let magic = try stream.read(4)
        guard magic.starts(with: [0, 0]) else {
            throw stream.fault("not an IDX file: it begins with the bytes \(magic)")
        }
        guard magic[2] == 8 else {
            throw stream.fault("its values are of the kind \(magic[2]), bytes are of the kind 8")
        }
        guard ranks.contains(Int(magic[3])) else {
            let wanted = ranks.map(String.init).joined(separator: " or ")
            throw stream.fault("it has \(magic[3]) dimensions, not \(wanted)")
        }
        let rank = Int(magic[3])
        let header = try stream.read(4 * rank)
        let extents = (0..<rank).map { dimension in
            header[(4 * dimension)...].prefix(4).reduce(0) { $0 << 8 | Int($1) }
        }
        var count = 1
        for extent in extents {
            let (product, overflow) = count.multipliedReportingOverflow(by: extent)
            guard !overflow, product > 0, product <= Self.byteLimit else {
                throw stream.fault("its header claims impossible extents, \(extents)")
            }
            count = product
        }
        try stream.checkRoom(for: count)
        let bytes = try stream.read(count)
        guard try stream.isAtEnd() else {
            throw stream.fault("it goes on behind the \(count) values that its header announces")
        }
        self.extents = extents
        self.bytes = bytes
    }

    /// Reads a whole file of one rank.
    public init(path: String, rank: Int) throws(BallastError) {
        try self.init(path: path, ranks: rank...rank)
    }
}
