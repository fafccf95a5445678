extension DecodedImage {
    /// The image as grey (1) or RGB (3).
    ///
    /// Alpha is composited over white; RGB becomes grey by the weights of ITU-R BT.601
    /// (0.299, 0.587, 0.114); grey becomes RGB by repetition.
    public func converted(toChannels wanted: Int) -> DecodedImage {
        precondition(
            wanted == 1 || wanted == 3, "images become grey or RGB, not \(wanted) channels")
        guard wanted != channels else { return self }
        let pixelCount = width * height
        let converted = [UInt8](unsafeUninitializedCapacity: pixelCount * wanted) {
            buffer, initialized in
            guard let target = buffer.baseAddress else { return }
            bytes.withUnsafeBufferPointer { source in
                guard let source = source.baseAddress else { return }
                for pixel in 0..<pixelCount {
                    let (red, green, blue) = colour(source + pixel * channels)
                    if wanted == 3 {
                        target[pixel * 3] = UInt8(truncatingIfNeeded: red)
                        target[pixel * 3 + 1] = UInt8(truncatingIfNeeded: green)
                        target[pixel * 3 + 2] = UInt8(truncatingIfNeeded: blue)
                    } else if channels < 3 {
                        target[pixel] = UInt8(truncatingIfNeeded: red)
                    } else {
                        let luma = 299 &* red &+ 587 &* green &+ 114 &* blue
                        target[pixel] = UInt8(truncatingIfNeeded: (luma &+ 500) / 1000)
                    }
                }
            }
            initialized = pixelCount * wanted
        }
        return DecodedImage(width: width, height: height, channels: wanted, bytes: converted)
    }

    /// A pixel as RGB over white.
    @inline(__always)
    private func colour(_ pixel: UnsafePointer<UInt8>) -> (UInt32, UInt32, UInt32) {
        func value(_ channel: Int, _ alpha: UInt32) -> UInt32 {
            (UInt32(pixel[channel]) &* alpha &+ 255 &* (255 &- alpha) &+ 127) / 255
        }
        switch channels {
        case 1: return (UInt32(pixel[0]), UInt32(pixel[0]), UInt32(pixel[0]))
        case 2:
            let grey = value(0, UInt32(pixel[1]))
            return (grey, grey, grey)
        case 3: return (UInt32(pixel[0]), UInt32(pixel[1]), UInt32(pixel[2]))
        default:
            let alpha = UInt32(pixel[3])
            return (value(0, alpha), value(1, alpha), value(2, alpha))
        }
    }

    /// Writes the image at a size of another aspect ratio, as the fit says.
    ///
    /// - Parameters:
    ///   - shape: of as many channels as the image has.
    ///   - destination: room for that.
    func write(
        fitting shape: ImageShape, _ fit: TransformSpec.Fit,
        into destination: UnsafeMutableBufferPointer<UInt8>, _ scratch: inout TransformScratch
    ) {
        let part = fit == .cover ? covering(shape) : self.shape
        bytes.withUnsafeBufferPointer { whole in
            guard part != self.shape else {
                return scratch.resize(whole, part, to: shape, into: destination)
            }
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: part.byteCount) { cut in
                part.copyCentre(of: whole, self.shape, into: cut)
                scratch.resize(UnsafeBufferPointer(cut), part, to: shape, into: destination)
            }
        }
    }

    /// The largest part that has another image's aspect ratio.
    private func covering(_ other: ImageShape) -> ImageShape {
        let scale = max(
            Double(other.width) / Double(width), Double(other.height) / Double(height))
        return ImageShape(
            height: min(height, max(1, Int((Double(other.height) / scale).rounded()))),
            width: min(width, max(1, Int((Double(other.width) / scale).rounded()))),
            channels: channels)
    }

    /// The image as a model sees it outside of training: at the size that images are stored at, and
    /// the centre of that.
    ///
    /// - Parameter size: height and width that the model sees.
    public func prepared(by spec: TransformSpec, size: Int) -> DecodedImage {
        let storedSize = max(size, spec.storedSize(imageSize: size) ?? size)
        let stored = shape.resized(height: storedSize, width: storedSize)
        let seen = shape.resized(height: size, width: size)
        var scratch = TransformScratch()
        let pixels = [UInt8](unsafeUninitializedCapacity: seen.byteCount) { buffer, count in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: stored.byteCount) { whole in
                write(fitting: stored, spec.resize?.fit ?? .stretch, into: whole, &scratch)
                seen.copyCentre(of: UnsafeBufferPointer(whole), stored, into: buffer)
            }
            count = seen.byteCount
        }
        return DecodedImage(width: size, height: size, channels: channels, bytes: pixels)
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
