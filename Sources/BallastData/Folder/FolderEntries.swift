import BallastCore

/// The names in one folder, sorted by what they are.
struct FolderEntries {
    private(set) var folders: [String] = []
    /// Names of files that are images by their ending or their first bytes.
    private(set) var images: [String] = []
    /// The number of other files and of hidden ones.
    private(set) var ignored = 0

    /// Endings of image files, also of formats that cannot be read: those are to be reported rather
    /// than passed over.
    private static let endings: Set<String> = [
        "jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "bmp", "tif", "tiff", "ppm", "pgm",
        "heic", "heif", "avif", "jxl", "jp2",
    ]

    /// - Throws: ``BallastError`` where the folder cannot be read.
    init(_ path: String) throws(BallastError) {
        for name in try FolderListing.names(in: path) {
            let isHidden = name.hasPrefix(".")
            switch FileNode("\(path)/\(name)")?.kind {
            case .folder: if !isHidden { folders.append(name) }
            case .file where !isHidden && Self.isImage(name, in: path): images.append(name)
            // A link that leads nowhere.
            case nil where !isHidden && Self.hasImageEnding(name): images.append(name)
            case .file, .other, nil: ignored += 1
            }
        }
    }

    private static func hasImageEnding(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return false }
        return endings.contains(name[name.index(after: dot)...].lowercased())
    }

    private static func isImage(_ name: String, in path: String) -> Bool {
        if hasImageEnding(name) { return true }
        let length = ImageFormat.signatureLength
        // What cannot be opened is reported when it is to be decoded.
        guard let start = try? FileContents.beginning(of: "\(path)/\(name)", length) else {
            return true
        }
        return ImageFormat(signature: start) != nil
            || ImageFormat.foreignImageName(signature: start) != nil
    }
}
