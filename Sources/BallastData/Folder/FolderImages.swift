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
            if let made = packed(path, files, sources) { return made }
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
        _ path: String, _ files: [FolderFile], _ sources: [PackedTable.Source]
    ) -> Output? {
        guard let pack = PackedImages(path), pack.table.sources == sources,
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
        var writer = try PackedWriter(path)
        var digest = ContentDigest.initialLanes
        var tail: [UInt8] = []
        let output = try reading.read(files, after: done, of: total) {
            bytes throws(BallastError) in
            ContentDigest.continue(&digest, &tail, bytes)
            try writer.write(bytes)
        }
        let table = PackedTable(
            shape: reading.shape, sources: sources, origins: output.origins,
            skipped: output.skipped, digest: digest, tail: tail)
        let result: Result<Void, BallastError> = table.bytes.withUnsafeBytes { bytes in
            do throws(BallastError) {
                return .success(try writer.write(bytes))
            } catch {
                return .failure(error)
            }
        }
        try result.get()
        try writer.publish()
    }

    /// Without a cache: all images in memory.
    private func decode(
        _ files: [FolderFile], _ done: Int, _ total: Int
    ) throws(BallastError) -> Output {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(files.count * reading.shape.byteCount)
        let output = try reading.read(files, after: done, of: total) {
            pixels.append(contentsOf: $0)
        }
        return Output(
            dataset: InMemoryImageDataset(
                name: name, classNames: classNames, imageShape: reading.shape, pixels: pixels,
                labels: output.files.map(\.label), origins: output.origins),
            files: output.files, skipped: output.skipped)
    }
}
