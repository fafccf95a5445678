import BallastCore
import Dispatch

/// Decodes files on all processors, each into its place.
struct FolderReading {
    let root: String
    let shape: ImageShape
    /// Whether images are resampled to the shape; else they must have it.
    let isSizeGiven: Bool
    let options: LoadingOptions
    private let scratches = ScratchPool()

    init(root: String, shape: ImageShape, isSizeGiven: Bool, options: LoadingOptions) {
        self.root = root
        self.shape = shape
        self.isSizeGiven = isSizeGiven
        self.options = options
    }

    /// Files between two looks at what went wrong, and two reports of progress.
    private static let blockLength = 256

    struct Output {
        var files: [FolderFile] = []
        var origins: [ImageOrigin] = []
        var skipped: [SkippedFile] = []
    }

    /// Decodes all files in their order.
    ///
    /// - Parameters:
    ///   - done: how many files of other parts were decoded before.
    ///   - total: how many files all parts have.
    ///   - pixels: room for all of them; filled from the front.
    /// - Throws: ``BallastError`` that names the first file that cannot be decoded, unless such
    ///   files are to be skipped.
    func read(
        _ files: [FolderFile], after done: Int, of total: Int,
        into pixels: UnsafeMutableBufferPointer<UInt8>
    ) throws(BallastError) -> Output {
        var output = Output()
        for start in stride(from: 0, to: files.count, by: Self.blockLength) {
            let block = files[start..<min(start + Self.blockLength, files.count)]
            try read(block, into: pixels, &output)
            options.progress?(done + block.endIndex, total)
        }
        return output
    }

    /// Decodes one block behind what the output has already.
    private func read(
        _ files: ArraySlice<FolderFile>, into pixels: UnsafeMutableBufferPointer<UInt8>,
        _ output: inout Output
    ) throws(BallastError) {
        let results = decode(files, into: pixels, from: output.files.count)
        var source = output.files.count
        for (file, result) in zip(files, results) {
            defer { source += 1 }
            switch result {
            case .success(let origin):
                move(source, to: output.files.count, in: pixels)
                output.files.append(file)
                output.origins.append(origin)
            case .failure(let error):
                guard options.skipsBadFiles, error.kind != .usage else {
                    throw Self.named(error)
                }
                output.skipped.append(SkippedFile(file: file.path, reason: error.what))
            }
        }
    }

    /// The error with what to do about a folder that has many such files.
    static func named(_ error: BallastError) -> BallastError {
        guard error.kind != .usage else { return error }
        return BallastError(
            .badInput, error.what, at: error.place,
            mend: (error.mend.map { "\($0) " } ?? "")
                + "`--on-bad-file skip` leaves such files out, `ballast data inspect` lists them.")
    }

    private func move(_ source: Int, to target: Int, in pixels: UnsafeMutableBufferPointer<UInt8>) {
        guard source != target else { return }
        let length = shape.byteCount
        let image = UnsafeMutableBufferPointer(
            rebasing: pixels[(target * length)...].prefix(length))
        _ = image.update(fromContentsOf: pixels[(source * length)...].prefix(length))
    }

    private func decode(
        _ files: ArraySlice<FolderFile>, into pixels: UnsafeMutableBufferPointer<UInt8>,
        from first: Int
    ) -> [Result<ImageOrigin, BallastError>] {
        let length = shape.byteCount
        return [Result<ImageOrigin, BallastError>](unsafeUninitializedCapacity: files.count) {
            buffer, initialized in
            nonisolated(unsafe) let results = buffer
            nonisolated(unsafe) let images = pixels
            DispatchQueue.concurrentPerform(iterations: files.count) { number in
                let image = UnsafeMutableBufferPointer(
                    rebasing: images[((first + number) * length)...].prefix(length))
                let file = files[files.startIndex + number]
                (results.baseAddress! + number).initialize(to: decode(file, into: image))
            }
            initialized = files.count
        }
    }

    private func decode(
        _ file: FolderFile, into destination: UnsafeMutableBufferPointer<UInt8>
    ) -> Result<ImageOrigin, BallastError> {
        do throws(BallastError) {
            let path = "\(root)/\(file.path)"
            let bytes = try FileContents.read(path, limit: ImageLimits.standard.fileBytes)
            let decoded = try ImageDecoder.decode(bytes, name: path)
            let image = decoded.converted(toChannels: shape.channels)
            guard isSizeGiven || image.shape == shape else {
                throw BallastError(
                    .usage,
                    "the images differ in size: \(file.path) has \(image.width)×\(image.height) "
                        + "pixels, those before it \(shape.width)×\(shape.height)",
                    at: "--image-size", mend: "Choose a common size, such as --image-size 64.")
            }
            var scratch = scratches.take()
            defer { scratches.giveBack(scratch) }
            image.write(fitting: shape, options.fit, into: destination, &scratch)
            return .success(origin(file, bytes, decoded, pixels: image))
        } catch {
            return .failure(error)
        }
    }

    private func origin(
        _ file: FolderFile, _ bytes: [UInt8], _ decoded: DecodedImage, pixels: DecodedImage
    ) -> ImageOrigin {
        var pixelDigest = ContentDigest()
        pixelDigest.update("\(pixels.shape)")
        pixels.bytes.withUnsafeBytes { pixelDigest.update($0) }
        var fileDigest = ContentDigest()
        bytes.withUnsafeBytes { fileDigest.update($0) }
        return ImageOrigin(
            file: file.path, format: ImageFormat(signature: bytes) ?? .png, width: decoded.width,
            height: decoded.height, channels: decoded.channels, fileDigest: fileDigest.value,
            pixelDigest: pixelDigest.value)
    }
}
