import BallastCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The folder whose runs are shown. Nothing outside it is read.
struct Enclosure: Sendable {
    /// As the person named it.
    let path: String
    /// Without symbolic links.
    private let root: String

    /// - Throws: ``BallastError`` of kind `notFound` where it is no folder.
    init(_ path: String) throws(BallastError) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
            let root = Self.resolved(path)
        else {
            throw BallastError(
                .notFound, "there is no such folder", at: path,
                mend: "Name a folder with run directories or logs; ballast train makes runs/.")
        }
        self.path = path
        self.root = root
    }

    /// Whether a path leads to a plain file in the folder, whatever symbolic links are in it.
    func holdsFile(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        return holds(path)
    }

    /// Whether a path leads to something in the folder.
    func holds(_ path: String) -> Bool {
        guard let resolved = Self.resolved(path) else { return false }
        return resolved == root || resolved.hasPrefix(root == "/" ? root : root + "/")
    }

    /// A path as seen from the folder; for the folder itself its own name.
    func place(of path: String) -> String {
        guard path.hasPrefix(self.path), path != self.path else {
            return path == self.path ? name : path
        }
        let rest = path.dropFirst(self.path.count).drop { $0 == "/" }
        return rest.isEmpty ? name : String(rest)
    }

    /// A message without the path of the folder in it.
    func shortened(_ text: String) -> String {
        var result = text
        for prefix in [path.hasSuffix("/") ? path : path + "/", root + "/"] {
            result = result.split(separator: prefix, omittingEmptySubsequences: false).joined()
        }
        for whole in [path, root] where whole.hasPrefix("/") && whole != "/" {
            result = result.split(separator: whole, omittingEmptySubsequences: false)
                .joined(separator: name)
        }
        return result
    }

    private var name: String { root.split(separator: "/").last.map { String($0) } ?? root }

    private static func resolved(_ path: String) -> String? {
        guard let text = realpath(path, nil) else { return nil }
        defer { free(text) }
        return String(validatingCString: text)
    }
}
