/// What an image file may claim before memory is taken for it.
public struct ImageLimits: Hashable, Sendable {
    /// The largest width and height in pixels.
    public var side: Int
    /// The most pixels.
    public var pixels: Int
    /// The most bytes of the file.
    public var fileBytes: Int

    /// 32768 pixels a side, 67 megapixels, files of 256 MiB.
    public static let standard = ImageLimits(side: 32_768, pixels: 1 << 26, fileBytes: 1 << 28)

    public init(side: Int, pixels: Int, fileBytes: Int) {
        precondition(side > 0 && pixels > 0 && fileBytes > 0, "a limit of nothing admits no image")
        self.side = side
        self.pixels = pixels
        self.fileBytes = fileBytes
    }

    /// What speaks against an image of these extents; `nil` where nothing does.
    func objection(width: Int, height: Int) -> String? {
        guard width > 0, height > 0 else { return "an image of \(width)×\(height) pixels is empty" }
        guard width <= side, height <= side else {
            return "\(width)×\(height) pixels are above the limit of \(side) a side"
        }
        guard width * height <= pixels else {
            return "\(width)×\(height) pixels are above the limit of \(pixels)"
        }
        return nil
    }
}
