import BallastCore

/// CIFAR-10 and CIFAR-100 in their binary version: 60,000 colour images of 32×32 (Krizhevsky,
/// "Learning multiple layers of features from tiny images", 2009).
///
/// A record is one byte for the label (CIFAR-100: two, coarse and fine, of which the fine one
/// counts) and 3072 bytes, the red plane, then green, then blue.
public struct CIFAR: Sendable {
    public enum Variant: String, CaseIterable, Hashable, Sendable {
        case ten = "cifar10"
        case hundred = "cifar100"
    }

    private enum Part {
        case train, test
    }

    public static let imageShape = ImageShape(height: 32, width: 32, channels: 3)

    public let variant: Variant
    /// Where the `.bin` files lie, or a folder that holds them under the archive's own name.
    public let directory: String

    public init(_ variant: Variant, directory: String) {
        self.variant = variant
        self.directory = directory
    }

    private var classCount: Int { variant == .ten ? 10 : 100 }
    private var labelLength: Int { variant == .ten ? 1 : 2 }
    private var recordLength: Int { labelLength + Self.imageShape.byteCount }

    private var archiveFolder: String {
        variant == .ten ? "cifar-10-batches-bin" : "cifar-100-binary"
    }

    private var classNameFile: String {
        variant == .ten ? "batches.meta.txt" : "fine_label_names.txt"
    }

    private func fileNames(_ part: Part) -> [String] {
        switch (variant, part) {
        case (.ten, .train): (1...5).map { "data_batch_\($0).bin" }
        case (.ten, .test): ["test_batch.bin"]
        case (.hundred, .train): ["train.bin"]
        case (.hundred, .test): ["test.bin"]
        }
    }

    /// Reads both parts: images in file order.
    ///
    /// - Returns: `nil` for a test part that is not there.
    /// - Throws: ``BallastError``: `notFound` where files are missing, `badInput` where one is cut
    ///   off or holds a label beyond the classes, with the record's number and place.
    public func load() throws(BallastError)
        -> (train: InMemoryImageDataset, test: InMemoryImageDataset?)
    {
        let folder = try folder()
        let train = try load(.train, from: folder)
        guard FileNode("\(folder)/\(fileNames(.test)[0])") != nil else { return (train, nil) }
        return (train, try load(.test, from: folder))
    }

    private func load(
        _ part: Part, from folder: String
    ) throws(BallastError) -> InMemoryImageDataset {
        let paths = fileNames(part).map { "\(folder)/\($0)" }
        var labels: [Int] = []
        var pixels: [UInt8] = []
        for path in paths {
            let bytes = try contents(path)
            pixels.reserveCapacity(bytes.count * paths.count)
            try append(bytes, of: path, to: &pixels, &labels)
        }
        return InMemoryImageDataset(
            name: variant.rawValue, classNames: try classNames(folder),
            imageShape: Self.imageShape, pixels: pixels, labels: labels)
    }

    private func folder() throws(BallastError) -> String {
        _ = try FolderListing.names(in: directory)
        let first = fileNames(.train)[0]
        for folder in [directory, "\(directory)/\(archiveFolder)"]
        where FileNode("\(folder)/\(first)") != nil {
            return folder
        }
        let pickled = variant == .ten ? "data_batch_1" : "train"
        for folder in [
            directory, "\(directory)/cifar-\(classCount == 10 ? "10-batches" : "100")-py",
        ]
        where FileNode("\(folder)/\(pickled)")?.kind == .file {
            throw BallastError(
                .badInput, "this is the Python version of \(name)", at: "\(folder)/\(pickled)",
                mend: "Take the binary version, whose files end in '.bin'.")
        }
        throw BallastError(
            .notFound, "\(name) is not here: there is no file '\(first)'", at: directory,
            mend: "Name the folder that the archive of the binary version was unpacked to, "
                + "'\(archiveFolder)'.")
    }

    private var name: String { "CIFAR-\(classCount)" }

    private func contents(_ path: String) throws(BallastError) -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try FileContents.read(path, limit: IDXFile.byteLimit)
        } catch {
            guard error.kind == .notFound else { throw error }
            throw BallastError(
                .notFound, "this file of \(name) is missing", at: path,
                mend: "Unpack the archive again; training on a part of it would go unnoticed.")
        }
        guard !bytes.isEmpty, bytes.count % recordLength == 0 else {
            throw BallastError(
                .badInput,
                "\(bytes.count) bytes are no whole number of records of \(recordLength) bytes; "
                    + "record \(bytes.count / recordLength + 1) is cut off",
                at: path, mend: "Replace the file by an undamaged copy.")
        }
        return bytes
    }

    private func append(
        _ bytes: [UInt8], of path: String, to pixels: inout [UInt8], _ labels: inout [Int]
    ) throws(BallastError) {
        let planeLength = Self.imageShape.byteCount / 3
        for record in 0..<(bytes.count / recordLength) {
            let start = record * recordLength + labelLength
            let label = Int(bytes[start - 1])
            guard label < classCount else {
                throw BallastError(
                    .badInput,
                    "record \(record + 1) has the label \(label), but \(name) has "
                        + "\(classCount) classes (byte \(start - 1))",
                    at: path, mend: "Check that this is the binary version of \(name).")
            }
            labels.append(label)
            for position in start..<(start + planeLength) {
                pixels.append(bytes[position])
                pixels.append(bytes[position + planeLength])
                pixels.append(bytes[position + 2 * planeLength])
            }
        }
    }

    /// The names in the archive's own list, numbers where it is missing.
    private func classNames(_ folder: String) throws(BallastError) -> [String] {
        let path = "\(folder)/\(classNameFile)"
        guard FileNode(path) != nil else { return (0..<classCount).map(String.init) }
        let text = String(
            decoding: try FileContents.read(path, limit: 1 << 16), as: UTF8.self)
        let names = text.split(whereSeparator: \.isNewline)
            .map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
        guard names.count == classCount, Set(names).count == classCount else {
            throw BallastError(
                .badInput, "\(Set(names).count) class names instead of \(classCount)", at: path,
                mend: "Write one name a line, each once, or remove the file: classes are then "
                    + "numbered.")
        }
        return names
    }
}
