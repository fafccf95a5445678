import BallastCore
import Dispatch

/// Decodes files on all processors, each to its position.
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
    ///   - store: takes them, the first at position 0.
    /// - Throws: ``BallastError`` that names the first file that cannot be decoded, unless such
    ///   files are to be skipped; or that the store throws.
    func read(
        _ files: [FolderFile], after done: Int, of total: Int,
        into store: some ImageStore
    ) throws(BallastError) -> Output {
        var output = Output()
        for start in stride(from: 0, to: files.count, by: Self.blockLength) {
            let block = files[start..<min(start + Self.blockLength, files.count)]
            try read(block, into: store, &output)
            options.progress?(done + block.endIndex, total)
        }
        return output
    }

    /// Decodes one block behind what the output has already.
    private func read(
        _ files: ArraySlice<FolderFile>, into store: some ImageStore, _ output: inout Output
    ) throws(BallastError) {
        let results = decode(files, into: store, from: output.files.count)
        var source = output.files.count
        for (file, result) in zip(files, results) {
            defer { source += 1 }
            switch result {
            case .success(let origin):
                let target = output.files.count
                if source != target { try store.move(source, to: target) }
                output.files.append(file)
                output.origins.append(origin)
            case .failure(let error):
                guard error.kind != .cannotWrite else { throw error }
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

    private func decode(
        _ files: ArraySlice<FolderFile>, into store: some ImageStore, from first: Int
    ) -> [Result<ImageOrigin, BallastError>] {
        [Result<ImageOrigin, BallastError>](unsafeUninitializedCapacity: files.count) {
            buffer, initialized in
            nonisolated(unsafe) let results = buffer
            DispatchQueue.concurrentPerform(iterations: files.count) { number in
                let file = files[files.startIndex + number]
                let result = Result { () throws(BallastError) in
                    try decode(file, into: store, at: first + number)
                }
                (results.baseAddress! + number).initialize(to: result)
            }
            initialized = files.count
        }
    }

    private func decode(
        _ file: FolderFile, into store: some ImageStore, at position: Int
    ) throws(BallastError) -> ImageOrigin {
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
        var pixels: [UInt8] = []
        swap(&pixels, &scratch.pixels)
        defer { swap(&pixels, &scratch.pixels) }
        if pixels.count != shape.byteCount {
            pixels = [UInt8](repeating: 0, count: shape.byteCount)
        }
        pixels.withUnsafeMutableBufferPointer {
            image.write(fitting: shape, options.fit, into: $0, &scratch)
        }
        try pixels.withUnsafeBufferPointer { (pixels) throws(BallastError) in
            try store.write(UnsafeRawBufferPointer(pixels), at: position)
        }
        return origin(file, bytes, decoded, pixels: image)
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
