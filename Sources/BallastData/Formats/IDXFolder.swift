import BallastCore

/// A folder with the image and label files of MNIST's format: `train-images-idx3-ubyte` and its
/// three companions, or others named likewise, plain or compressed with gzip.
///
/// A file's role is told by the words in its name: `train`, or `t10k` or `test`; `images` or
/// `labels`. Images are grey (rank 3) or have their channels innermost (rank 4, 1 or 3 of them).
public struct IDXFolder: Sendable {
    public let path: String

    public init(path: String) {
        self.path = path
    }

    /// Reads both parts. Classes are numbered up to the largest label of either.
    ///
    /// - Parameter leastClasses: how many classes there are at least, labels or not.
    /// - Throws: ``BallastError``: `notFound` where the training files are missing, `badInput`
    ///   where files are damaged, disagree, or cannot be told apart.
    public func load(leastClasses: Int = 0) throws(BallastError)
        -> (train: InMemoryImageDataset, test: InMemoryImageDataset?)
    {
        let names = try FolderListing.names(in: path)
        guard let train = try pair(["train"], in: names) else {
            throw BallastError(
                .notFound, "there are no training images and labels of the IDX format", at: path,
                mend: "Name the folder that holds 'train-images-idx3-ubyte' and "
                    + "'train-labels-idx1-ubyte', with or without '.gz'.")
        }
        let test = try pair(["t10k", "test"], in: names)
        if let test { try check(test, fits: train) }
        let largest = max(train.labels.bytes.max() ?? 0, test?.labels.bytes.max() ?? 0)
        guard largest > 0 || leastClasses > 1 else {
            throw BallastError(
                .badInput, "all labels are 0, which leaves nothing to tell apart",
                at: train.labelPath, mend: "Check that this is the file of the labels.")
        }
        let classNames = (0..<max(Int(largest) + 1, leastClasses)).map(String.init)
        return (train.dataset(classNames), test?.dataset(classNames))
    }

    private func pair(_ words: [String], in names: [String]) throws(BallastError) -> IDXPair? {
        let images = try file("images", words, in: names)
        let labels = try file("labels", words, in: names)
        guard let images, let labels else {
            guard let only = images ?? labels else { return nil }
            throw BallastError(
                .notFound,
                "the file of \(images == nil ? "images" : "labels") beside it is missing",
                at: only, mend: "Put both files of the pair into the folder.")
        }
        return try IDXPair(imagePath: images, labelPath: labels)
    }

    /// The one file with a role; the plain one where it lies beside its compressed form.
    private func file(
        _ role: String, _ words: [String], in names: [String]
    ) throws(BallastError) -> String? {
        let found = names.filter { name in
            let lower = name.lowercased()
            return !lower.hasPrefix(".") && lower.contains(role) && lower.contains("ubyte")
                && words.contains { lower.contains($0) }
        }
        let plain = found.filter { name in
            !(name.hasSuffix(".gz") && found.contains { "\($0).gz" == name })
        }
        guard plain.count <= 1 else {
            throw BallastError(
                .badInput,
                "several files could be the \(words[0]) \(role): "
                    + plain.joined(separator: ", "),
                at: path, mend: "Put each data set into a folder of its own.")
        }
        return plain.first.map { "\(path)/\($0)" }
    }

    private func check(_ test: IDXPair, fits train: IDXPair) throws(BallastError) {
        guard test.imageShape == train.imageShape else {
            throw BallastError(
                .badInput,
                "its images are \(test.imageShape), those to train on \(train.imageShape)",
                at: test.imagePath, mend: "Put each data set into a folder of its own.")
        }
    }
}
