import BallastCore

/// What lies in a folder of images: parts, classes and files, none of them read yet.
struct FolderTree {
    let root: String
    private(set) var classNames: [String] = []
    private(set) var files: [FolderPart: [FolderFile]] = [:]
    /// Files that are no images, hidden ones included.
    private(set) var ignoredFiles = 0
    private(set) var notes: [String] = []

    /// Looks through the folder.
    ///
    /// Classes are the folders in it, in the order of their names' bytes, as in torchvision's
    /// `ImageFolder`; if there is a folder `train` that holds nothing but folders, they are the
    /// folders in that, and its neighbours `val` and `test` are the other parts.
    ///
    /// - Parameter known: the classes that labels count by; `nil` takes those that are found.
    /// - Throws: ``BallastError``: `notFound` for no folder, `badInput` for one without class
    ///   folders, with an empty class or a single one, or with links that lead in a circle.
    init(_ root: String, classNames known: [String]?) throws(BallastError) {
        self.root = root
        let parts = try partFolders()
        guard let train = parts[.train] else {
            try addClasses(of: "", known: known)
            return
        }
        try addClasses(of: train, known: known)
        for part in [FolderPart.validation, .test] {
            guard let folder = parts[part] else { continue }
            files[part] = try labelledFiles(of: folder, isComplete: false)
        }
    }

    /// The name of each part's folder; empty where the classes lie in the root itself.
    private mutating func partFolders() throws(BallastError) -> [FolderPart: String] {
        let folders = try entries(in: "").folders
        var parts: [FolderPart: String] = [:]
        for part in FolderPart.allCases {
            let found = folders.filter { part.folderNames.contains($0.lowercased()) }
            guard found.count <= 1 else {
                throw BallastError(
                    .badInput, "both '\(found[0])' and '\(found[1])' could be one part", at: root,
                    mend: "Keep one of them, or name a folder of classes itself.")
            }
            parts[part] = found.first
        }
        guard let train = parts[.train] else { return [:] }
        // A class may be called 'train', too; it then holds images.
        let content = try entries(in: train)
        guard !content.folders.isEmpty, content.images.isEmpty else { return [:] }
        let others = folders.filter { !parts.values.contains($0) }
        if !others.isEmpty {
            notes.append("not used, since '\(train)' holds the classes: \(others.quotedList)")
        }
        return parts
    }

    private mutating func addClasses(of part: String, known: [String]?) throws(BallastError) {
        let content = try entries(in: part)
        let place = part.isEmpty ? root : "\(root)/\(part)"
        guard !content.folders.isEmpty else {
            throw BallastError(
                .badInput,
                content.images.isEmpty
                    ? "there are no images here"
                    : "the images lie in the folder itself, not in a folder for each class",
                at: place, mend: "Put the images of each class into a folder with its name.")
        }
        guard known != nil || content.folders.count > 1 else {
            throw BallastError(
                .badInput, "there is one class only, '\(content.folders[0])'", at: place,
                mend: "Name a folder that holds at least two folders of images.")
        }
        classNames = known ?? content.folders
        files[.train] = try labelledFiles(of: part, isComplete: known == nil)
    }

    /// The files of every class folder of a part.
    ///
    /// - Parameter isComplete: whether each class must have one.
    private mutating func labelledFiles(
        of part: String, isComplete: Bool
    ) throws(BallastError) -> [FolderFile] {
        let content = try entries(in: part)
        ignoredFiles += content.ignored + content.images.count
        if !content.images.isEmpty {
            notes.append(
                "not used, since they lie in no class folder: \(content.images.quotedList)")
        }
        var found: [FolderFile] = []
        for name in content.folders {
            let folder = part.isEmpty ? name : "\(part)/\(name)"
            guard let label = classNames.firstIndex(of: name) else {
                throw BallastError(
                    .badInput, "the class '\(name)' is not among those to train on",
                    at: "\(root)/\(folder)",
                    mend: "The classes are \(classNames.quotedList).")
            }
            let before = found.count
            try addFiles(
                below: folder, classFolder: folder, label: label, ancestors: [], to: &found)
            guard found.count > before || !isComplete else {
                throw BallastError(
                    .badInput, "the class folder holds no image", at: "\(root)/\(folder)",
                    mend: "Put images into it, or remove it.")
            }
        }
        return found
    }

    private mutating func addFiles(
        below folder: String, classFolder: String, label: Int, ancestors: [FileNode],
        to found: inout [FolderFile]
    ) throws(BallastError) {
        var path = ancestors
        if let node = FileNode("\(root)/\(folder)") {
            guard !ancestors.contains(node) else {
                throw BallastError(
                    .badInput, "symbolic links lead in a circle", at: "\(root)/\(folder)",
                    mend: "Remove the link.")
            }
            path.append(node)
        }
        let content = try entries(in: folder)
        ignoredFiles += content.ignored
        for name in content.images {
            let file = "\(folder)/\(name)"
            let pathInClass = String(file.dropFirst(classFolder.count + 1))
            found.append(FolderFile(path: file, pathInClass: pathInClass, label: label))
        }
        for name in content.folders {
            try addFiles(
                below: "\(folder)/\(name)", classFolder: classFolder, label: label,
                ancestors: path, to: &found)
        }
    }

    private func entries(in folder: String) throws(BallastError) -> FolderEntries {
        try FolderEntries(folder.isEmpty ? root : "\(root)/\(folder)")
    }
}
