/// The file that an image of a data set was decoded from, and what was in it.
public struct ImageOrigin: Hashable, Sendable {
    /// The path below the folder of the data set.
    public let file: String
    public let format: ImageFormat
    /// The extents in the file, as they are shown.
    public let width: Int
    public let height: Int
    /// 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.
    public let channels: Int
    /// A digest of the file's bytes.
    public let fileDigest: UInt64
    /// A digest of the pixels at their own size, after conversion to the data set's channels.
    public let pixelDigest: UInt64
}
