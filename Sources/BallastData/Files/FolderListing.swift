import BallastCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The names in a folder, in the order of their bytes, which is that of Python's `sorted`.
enum FolderListing {
    /// All names but `.` and `..`.
    ///
    /// - Throws: ``BallastError`` that names the folder: `notFound` where there is none,
    ///   `badInput` where it cannot be read or holds a name that is no UTF-8.
    static func names(in path: String) throws(BallastError) -> [String] {
        guard let directory = opendir(path) else { throw openFailure(path, errno) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            guard let name = name(of: entry) else {
                throw BallastError(
                    .badInput, "the folder holds a name that is no UTF-8", at: path,
                    mend: "Rename it; `ls -b` shows such names.")
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> String? {
        withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
            String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    private static func openFailure(_ path: String, _ code: Int32) -> BallastError {
        switch code {
        case ENOENT:
            BallastError(.notFound, "there is no such folder", at: path, mend: "Check the path.")
        case ENOTDIR:
            BallastError(.badInput, "this is no folder", at: path, mend: "Name a folder.")
        case ELOOP:
            BallastError(
                .badInput, "symbolic links lead in a circle", at: path, mend: "Remove the link.")
        default:
            BallastError(
                .badInput, "the folder cannot be read: \(String(cString: strerror(code)))",
                at: path, mend: "Check its permissions.")
        }
    }
}
