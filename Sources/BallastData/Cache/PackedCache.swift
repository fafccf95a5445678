import BallastCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Decoded folders, kept outside of them: each part of a folder at one size is one file, whose
/// pixels are mapped into memory.
///
/// A file is used if its table names the very files that are there, each with the same size and
/// time of change, and its digest shows no damage; else it is made anew. It is written beside its
/// name and renamed, so that processes do not disturb each other.
public struct PackedCache: Sendable {
    /// Where the files lie; made when the first is written.
    public let directory: String

    public init(directory: String) {
        self.directory = directory
    }

    /// What `BALLAST_CACHE` names, `nil` if that is `off`; else `ballast` in `XDG_CACHE_HOME` or in
    /// `~/.cache`.
    public static var directoryOfThisProcess: String? {
        func value(_ name: String) -> String? {
            getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        }
        if let own = value("BALLAST_CACHE") { return own == "off" ? nil : own }
        if let caches = value("XDG_CACHE_HOME"), caches.hasPrefix("/") {
            return "\(caches)/ballast"
        }
        return value("HOME").map { "\($0)/.cache/ballast" }
    }

    /// Grows with every change of how pixels are made.
    private static let version = 1

    /// The file for images of one folder, brought to one shape in one way.
    ///
    /// - Parameter part: tells apart what is packed of one folder.
    func path(root: String, part: String, shape: ImageShape, fit: TransformSpec.Fit) -> String {
        var digest = ContentDigest()
        digest.update(Self.absolute(root))
        digest.update("\(part) \(shape) \(fit.rawValue) \(Self.version)")
        return "\(directory)/\(digest.hexadecimal).pack"
    }

    private static func absolute(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The files in the state in which they are now.
    ///
    /// - Returns: `nil` where one of them cannot be looked at.
    static func sources(_ files: [FolderFile], in root: String) -> [PackedTable.Source]? {
        var sources: [PackedTable.Source] = []
        sources.reserveCapacity(files.count)
        for file in files {
            var status = stat()
            guard stat("\(root)/\(file.path)", &status) == 0 else { return nil }
            sources.append(
                PackedTable.Source(
                    path: file.path, bytes: Int(status.st_size),
                    changed: status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec))
        }
        return sources
    }
}
