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
    /// - Parameter rank: the number of dimensions that the file must have: 1 for labels, 3 for
    ///   images.
    /// - Throws: ``BallastError``: `notFound` where the file cannot be opened; `badInput` where it
    ///   is no IDX file of that rank, is cut off, damaged, longer than it says, or above
    ///   ``byteLimit``.
    public init(path: String, rank: Int) throws(BallastError) {
        let stream = try GzipStream(path: path)
        let header = try stream.read(4 * (rank + 1))
        guard Array(header.prefix(4)) == [0, 0, 8, UInt8(rank)] else {
            throw stream.fault("not an IDX file of bytes with \(rank) dimensions")
        }
        let extents = (1...rank).map { dimension in
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
        let bytes = try stream.read(count)
        guard try stream.isAtEnd() else {
            throw stream.fault("it goes on behind the \(count) values that its header announces")
        }
        self.extents = extents
        self.bytes = bytes
    }
}
