import BallastCore

/// The images of one part of a folder: from the packed cache where it has them as they are, else
/// decoded, and then kept there.
struct FolderImages {
    private let reading: FolderReading
    private let part: String
    private let name: String
    private let classNames: [String]

    /// - Parameters:
    ///   - part: tells apart what is packed of one folder.
    ///   - name: what the data set is called.
    init(_ reading: FolderReading, part: String, name: String, classNames: [String]) {
        self.reading = reading
        self.part = part
        self.name = name
        self.classNames = classNames
    }

    struct Output {
        let dataset: any ImageDataset
        /// The files of the images, in their order.
        let files: [FolderFile]
        let skipped: [SkippedFile]
        var notes: [String] = []
    }

    /// - Parameters:
    ///   - done: how many files of other parts were decoded before.
    ///   - total: how many files all parts have.
    /// - Throws: ``BallastError`` that names the file at fault.
    func load(
        _ files: [FolderFile], after done: Int, of total: Int
    ) throws(BallastError) -> Output {
        guard let directory = reading.options.cacheDirectory,
            let sources = PackedCache.sources(files, in: reading.root)
        else { return try decode(files, done, total) }
        let path = PackedCache(directory: directory).path(
            root: reading.root, part: part, shape: reading.shape, fit: reading.options.fit)
        if let known = packed(path, files, sources) {
            reading.options.progress?(done + files.count, total)
            return known
        }
        do {
            try pack(files, sources, to: path, done, total)
            if let made = packed(path, files, sources, isFresh: true) { return made }
            return try decode(files, done, total)
        } catch {
            guard error.kind == .cannotWrite else { throw error }
            var result = try decode(files, done, total)
            result.notes = ["the decoded images are not kept: \(path): \(error.what)"]
            return result
        }
    }

    /// What the cache has of exactly these files; `nil` where that cannot be used.
    private func packed(
        _ path: String, _ files: [FolderFile], _ sources: [PackedTable.Source],
        isFresh: Bool = false
    ) -> Output? {
        guard let pack = PackedImages(path, isFresh: isFresh), pack.table.sources == sources,
            pack.table.shape == reading.shape,
            pack.table.skipped.isEmpty || reading.options.skipsBadFiles
        else { return nil }
        let left = Set(pack.table.skipped.map(\.file))
        let kept = files.filter { !left.contains($0.path) }
        guard kept.map(\.path) == pack.table.origins.map(\.file) else { return nil }
        return Output(
            dataset: PackedImageDataset(
                pack, name: name, classNames: classNames, labels: kept.map(\.label)),
            files: kept, skipped: pack.table.skipped)
    }

    private func pack(
        _ files: [FolderFile], _ sources: [PackedTable.Source], to path: String, _ done: Int,
        _ total: Int
    ) throws(BallastError) {
        var writer = try PackedWriter(
            path, count: files.count, length: reading.shape.byteCount)
        let output = try reading.read(files, after: done, of: total, into: writer.images)
        let table = try writer.withPixels(of: output.files.count) { pixels in
            PackedTable(
                shape: reading.shape, sources: sources, origins: output.origins,
                skipped: output.skipped, pixels: pixels)
        }
        try writer.publish(output.files.count, table.bytes)
    }

    /// Without a cache: all images in memory.
    private func decode(
        _ files: [FolderFile], _ done: Int, _ total: Int
    ) throws(BallastError) -> Output {
        var result: Result<FolderReading.Output, BallastError>?
        let length = reading.shape.byteCount
        let pixels = [UInt8](unsafeUninitializedCapacity: files.count * length) {
            pixels, initialized in
            let memory = ImageMemory(
                bytes: UnsafeMutableRawBufferPointer(pixels), length: length)
            do throws(BallastError) {
                let output = try reading.read(files, after: done, of: total, into: memory)
                initialized = output.files.count * length
                result = .success(output)
            } catch {
                result = .failure(error)
            }
        }
        guard let output = try result?.get() else { preconditionFailure("nothing was decoded") }
        return Output(
            dataset: InMemoryImageDataset(
                name: name, classNames: classNames, imageShape: reading.shape, pixels: pixels,
                labels: output.files.map(\.label), origins: output.origins),
            files: output.files, skipped: output.skipped)
    }
}
