import BallastCore

/// Brings a folder of images into memory: every file decoded, at one size.
struct FolderLoader {
    private let recipe: FolderRecipe
    private let options: LoadingOptions
    private let spec: DatasetSpec

    init(_ recipe: FolderRecipe, _ options: LoadingOptions, spec: DatasetSpec) {
        self.recipe = recipe
        self.options = options
        self.spec = spec
    }

    /// - Throws: ``BallastError`` that names the file or folder at fault.
    func load() throws(BallastError) -> DatasetParts {
        let tree = try FolderTree(recipe.directory, classNames: options.classNames)
        let hasOwnValidation = tree.files[.validation] != nil
        if hasOwnValidation, recipe.asksForSplit {
            throw BallastError(
                .usage, "the folder has a validation part of its own", at: "--data",
                mend: "Leave out 'validation', 'group' and 'seed', or name the folder of the "
                    + "training part.")
        }
        let all = FolderPart.allCases.flatMap { tree.files[$0] ?? [] }
        let reading = FolderReading(
            root: tree.root, shape: try shape(all, tree), isSizeGiven: wantedSize != nil,
            options: options)
        var done = 0
        var skipped: [SkippedFile] = []
        var parts: [FolderPart: any ImageDataset] = [:]
        var keptFiles: [FolderFile] = []
        var notes: [String] = []
        for part in FolderPart.allCases {
            guard let files = tree.files[part] else { continue }
            let images = FolderImages(
                reading, part: "\(part)", name: spec.description, classNames: tree.classNames)
            let result = try images.load(files, after: done, of: all.count)
            done += files.count
            skipped += result.skipped
            notes += result.notes
            if part == .train { keptFiles = result.files }
            parts[part] = result.dataset
        }
        guard let train = parts[.train] else { throw empty(tree.root) }
        try checkClasses(train, skipped)
        var result = try divided(train, keptFiles, parts, tree, skipped)
        result.notes += notes
        return result
    }

    private var wantedSize: Int? { options.imageSize ?? recipe.size }

    /// The shape of all images: what was asked for, else that of the first file that can be read.
    private func shape(
        _ files: [FolderFile], _ tree: FolderTree
    ) throws(BallastError) -> ImageShape {
        var shape: ImageShape?
        if let size = wantedSize {
            shape = ImageShape(height: size, width: size, channels: recipe.channels)
        } else {
            for file in files where shape == nil {
                do {
                    let image = try ImageDecoder.decode("\(tree.root)/\(file.path)")
                    shape = ImageShape(
                        height: image.height, width: image.width, channels: recipe.channels)
                } catch {
                    guard options.skipsBadFiles else { throw FolderReading.named(error) }
                }
            }
        }
        guard let shape else { throw empty(tree.root) }
        guard wantedSize != nil || Self.isUsable(shape) else {
            throw BallastError(
                .usage, "images of \(shape.width)×\(shape.height) pixels need a common size",
                at: "--image-size", mend: "Choose one, such as --image-size 64.")
        }
        let name = spec.description
        let most = FolderPart.allCases.map { tree.files[$0]?.count ?? 0 }.max() ?? 0
        try DatasetSpec.checkRoom(for: most * shape.byteCount, of: name)
        return shape
    }

    private static func isUsable(_ shape: ImageShape) -> Bool {
        shape.height == shape.width && DatasetSpec.imageSizes.contains(shape.height)
    }

    private func empty(_ root: String) -> BallastError {
        BallastError(
            .badInput, "no image here can be read", at: root,
            mend: "Put JPEG, PNG or WebP images into a folder for each class.")
    }

    /// Leaving files out must not leave a class out.
    private func checkClasses(
        _ train: any ImageDataset, _ skipped: [SkippedFile]
    ) throws(BallastError) {
        guard options.classNames == nil,
            let label = train.classCounts().firstIndex(of: 0), let first = skipped.first
        else { return }
        throw BallastError(
            .badInput, "no image of the class '\(train.classNames[label])' can be read",
            at: recipe.directory,
            mend: "Mend its files or remove the class. The first of \(skipped.count) files that "
                + "cannot be read: \(first.file): \(first.reason)")
    }

    private func divided(
        _ train: any ImageDataset, _ files: [FolderFile],
        _ parts: [FolderPart: any ImageDataset], _ tree: FolderTree, _ skipped: [SkippedFile]
    ) throws(BallastError) -> DatasetParts {
        var result: DatasetParts
        if recipe.asksForSplit {
            let split = try split(train, files)
            result = DatasetParts(
                train: split.train, validation: split.validation, test: parts[.test], spec: spec)
            result.notes = split.notes
        } else {
            result = DatasetParts(
                train: train, validation: parts[.validation], test: parts[.test], spec: spec)
        }
        result.notes = tree.notes + result.notes
        result.skipped = skipped
        result.ignoredFiles = tree.ignoredFiles
        return result
    }

    private func split(
        _ train: any ImageDataset, _ files: [FolderFile]
    ) throws(BallastError) -> DatasetSplit.Grouped {
        let fraction = recipe.validation ?? FolderRecipe.standardValidation
        let seed = recipe.seed ?? options.seed
        guard let pattern = recipe.group else {
            let split = DatasetSplit.stratified(train, fraction: fraction, seed: seed)
            return DatasetSplit.Grouped(
                train: split.train, validation: split.validation, notes: [])
        }
        let groups = try FileGrouping(pattern).groups(of: files)
        let split = DatasetSplit.grouped(train, by: groups, fraction: fraction, seed: seed)
        guard split.train.count > 0, split.validation.count > 0 else {
            throw BallastError(
                .usage, "'\(pattern)' puts all images into one group", at: "--data",
                mend: "Choose a pattern whose first capture differs between subjects.")
        }
        return split
    }
}
