import BallastCore

/// The TensorBoard event files of a folder and of those in it that belong to the same run.
///
/// Keras writes `train` and `validation` beside each other; PyTorch's `add_scalars` makes a folder
/// for each curve, whose name begins with the tag.
struct EventFolders {
    private(set) var parts: [LogSource.Part] = []
    /// The folders that need no further search.
    private(set) var joined: Set<String> = []

    private static let splits: Set = [
        "train", "training", "val", "valid", "validation", "eval", "evaluation", "test", "dev",
    ]

    init(_ folder: Folder) {
        let own = Self.eventFiles(folder)
        parts = own.map { LogSource.Part(path: $0) }
        for inner in folder.folders {
            let files = Self.eventFiles(inner)
            guard let first = files.first else {
                if !own.isEmpty { joinCurves(inner) }
                continue
            }
            let isSplit = Self.splits.contains(inner.name.lowercased())
            if isSplit || (!own.isEmpty && Self.isCurve(first, inner.name)) {
                parts += files.map { LogSource.Part(path: $0, prefix: inner.name) }
                joined.insert(inner.name)
            } else if !own.isEmpty, inner.name.allSatisfy({ $0.isNumber || $0 == "." }) {
                // The hyperparameters of a run, in a folder named by the time.
                joined.insert(inner.name)
            }
        }
    }

    /// tensorboardX puts the curves of a tag into a folder of its own.
    private mutating func joinCurves(_ folder: Folder) {
        let curves = folder.folders.map { ($0.name, Self.eventFiles($0)) }
        guard !curves.isEmpty,
            curves.allSatisfy({ name, files in
                files.first.map { Self.isCurve($0, "\(folder.name)_\(name)") } ?? false
            })
        else { return }
        for (name, files) in curves {
            parts += files.map { LogSource.Part(path: $0, prefix: "\(folder.name)/\(name)") }
        }
        joined.insert(folder.name)
    }

    static func isEventFile(_ name: String) -> Bool { name.contains("tfevents") }

    private static func eventFiles(_ folder: Folder) -> [String] {
        folder.files.filter(isEventFile).map { folder.file($0) }
    }

    /// Whether a folder's name begins with the first tag of its event file.
    private static func isCurve(_ path: String, _ name: String) -> Bool {
        let options = LogOptions()
        var table = ColumnTable(options)
        var parser = TensorBoardParser(path: path, prefix: "")
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        do {
            var file = try LogFile(path, options)
            let count = try file.read(into: &buffer)
            parser.consume(buffer.span.extracting(0..<count), into: &table)
        } catch {
            return false
        }
        guard let tag = table.columns.first?.name.text else { return false }
        let plain = tag.map { $0 == "/" || $0 == " " ? "_" : $0 }
        return name.hasPrefix(String(plain) + "_")
    }
}
