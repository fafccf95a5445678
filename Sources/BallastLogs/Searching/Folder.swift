import BallastCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A folder's plain files and folders, symbolic links followed, none of them twice.
struct Folder {
    let path: String
    /// The last component of the path.
    let name: String
    private(set) var files: [String] = []
    private(set) var folders: [Folder] = []

    /// What a search has seen.
    struct Visit {
        fileprivate struct Node: Hashable {
            let device: UInt64
            let number: UInt64
        }

        fileprivate var nodes: Set<Node> = []
        fileprivate var entries = 0
        /// The folder in which the search began, without symbolic links in its path.
        fileprivate var root: String?
        var isCut = false
    }

    /// Folders that hold no logs but very many files.
    private static let passedOver: Set = ["node_modules", "__pycache__", "site-packages"]

    init?(_ path: String, depth: Int, _ options: LogOptions, _ visit: inout Visit) {
        self.path = path
        name = path.split(separator: "/").last.map { String($0) } ?? path
        var status = stat()
        guard stat(path, &status) == 0,
            visit.nodes.insert(.init(device: UInt64(status.st_dev), number: UInt64(status.st_ino)))
                .inserted
        else { return nil }
        if options.staysInside, visit.root == nil { visit.root = Self.resolved(path) }
        for entry in Self.names(path) {
            visit.entries += 1
            guard visit.entries <= options.entries else {
                visit.isCut = true
                return
            }
            let inner = path.hasSuffix("/") ? path + entry : "\(path)/\(entry)"
            var status = stat()
            guard stat(inner, &status) == 0 else { continue }
            if let root = visit.root, !Self.isInside(inner, root) { continue }
            switch status.st_mode & S_IFMT {
            case S_IFREG: files.append(entry)
            case S_IFDIR:
                guard !entry.hasPrefix("."), !Self.passedOver.contains(entry) else { continue }
                guard depth < options.depth else {
                    visit.isCut = true
                    continue
                }
                if let folder = Folder(inner, depth: depth + 1, options, &visit) {
                    folders.append(folder)
                }
            default: break
            }
        }
    }

    /// Whether a path leads to something below a folder, whatever symbolic links are in it.
    private static func isInside(_ path: String, _ root: String) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else { return false }
        // The folders above were looked at before.
        guard status.st_mode & S_IFMT == S_IFLNK else { return true }
        return resolved(path)?.hasPrefix(root == "/" ? root : root + "/") ?? false
    }

    /// A path without symbolic links.
    private static func resolved(_ path: String) -> String? {
        guard let text = realpath(path, nil) else { return nil }
        defer { free(text) }
        return String(validatingCString: text)
    }

    /// The path of a file in it.
    func file(_ name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

    /// The names in a folder in the order of their bytes; none where it cannot be read.
    private static func names(_ path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let name, name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
