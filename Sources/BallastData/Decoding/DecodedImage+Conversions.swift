extension DecodedImage {
    /// The image as grey (1) or RGB (3).
    ///
    /// Alpha is composited over white; RGB becomes grey by the weights of ITU-R BT.601
    /// (0.299, 0.587, 0.114); grey becomes RGB by repetition.
    public func converted(toChannels wanted: Int) -> DecodedImage {
        precondition(
            wanted == 1 || wanted == 3, "images become grey or RGB, not \(wanted) channels")
        guard wanted != channels else { return self }
        let isColour = channels >= 3
        let hasAlpha = channels % 2 == 0
        var converted: [UInt8] = []
        converted.reserveCapacity(width * height * wanted)
        for start in stride(from: 0, to: bytes.count, by: channels) {
            let alpha = hasAlpha ? Int(bytes[start + channels - 1]) : 255
            func value(_ channel: Int) -> Int {
                let byte = Int(bytes[start + (isColour ? channel : 0)])
                return (byte * alpha + 255 * (255 - alpha) + 127) / 255
            }
            if wanted == 3 {
                for channel in 0..<3 { converted.append(UInt8(value(channel))) }
            } else if isColour {
                let luma = 299 * value(0) + 587 * value(1) + 114 * value(2)
                converted.append(UInt8((luma + 500) / 1000))
            } else {
                converted.append(UInt8(value(0)))
            }
        }
        return DecodedImage(width: width, height: height, channels: wanted, bytes: converted)
    }

    /// The image on another grid, by ``ImageResizer``; the same image where the size is its own.
    public func resized(width: Int, height: Int) -> DecodedImage {
        guard width != self.width || height != self.height else { return self }
        let resizer = ImageResizer(from: shape, height: height, width: width)
        var scratch = resizer.makeScratch()
        let byteCount = resizer.output.byteCount
        let resized = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, initialized in
            bytes.withUnsafeBufferPointer { resizer.resize($0, into: buffer, scratch: &scratch) }
            initialized = byteCount
        }
        return DecodedImage(width: width, height: height, channels: channels, bytes: resized)
    }
}
