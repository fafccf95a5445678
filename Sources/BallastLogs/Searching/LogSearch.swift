/// Finds the runs in a folder: which files belong to one of them, and which of several logs of the
/// same run to read.
struct LogSearch {
    private(set) var survey = LogSurvey()
    private let root: String

    init(_ folder: Folder) {
        root = folder.path
        _ = search(folder)
        survey.sources.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Whether a folder holds a run of Ballast.
    static func isBallastRun(_ files: [String]) -> Bool {
        files.contains("run.json") && files.contains("events.jsonl")
    }

    /// Takes up the runs of a folder and of those in it.
    ///
    /// - Returns: whether any was more than printed text, which then is not read besides.
    private mutating func search(_ folder: Folder) -> Bool {
        if Self.isBallastRun(folder.files) {
            survey.ballastRuns.append(folder.path)
            return true
        }
        if let run = mlflowRun(folder) {
            survey.sources.append(run)
            return true
        }
        let events = EventFolders(folder)
        let state = TrainerState.newest(folder)
        var found = false
        for inner in folder.folders where !events.joined.contains(inner.name) {
            // The event files of a Hugging Face run say the same as its state.
            if state != nil, inner.name == "runs" || inner.name.hasPrefix("checkpoint-") {
                continue
            }
            if search(inner) { found = true }
        }
        if let state {
            add(folder, folder.path, [LogSource.Part(path: state)])
            return true
        }
        if !events.parts.isEmpty {
            add(folder, folder.path, events.parts)
            return true
        }
        return addFiles(folder, besides: found) || found
    }

    /// Takes up the files of a folder without event files: the tables, else the JSON, else text.
    private mutating func addFiles(_ folder: Folder, besides found: Bool) -> Bool {
        for kind in LogFileKind.allCases {
            guard kind != .text || !found else { return false }
            let names = folder.files.filter { LogFileKind(name: $0) == kind }
            for name in names {
                let path = folder.file(name)
                add(folder, names.count == 1 ? folder.path : path, [LogSource.Part(path: path)])
            }
            if !names.isEmpty { return kind != .text }
        }
        return false
    }

    private mutating func add(_ folder: Folder, _ path: String, _ parts: [LogSource.Part]) {
        survey.sources.append(LogSource(path: path, name: name(of: path), parts: parts))
    }

    /// A path as seen from the folder that was searched.
    private func name(of path: String) -> String {
        guard path.hasPrefix(root), path != root else {
            return root.split(separator: "/").last.map { String($0) } ?? root
        }
        let rest = path.dropFirst(root.count)
        return String(rest.first == "/" ? rest.dropFirst() : rest)
    }

    // MARK: MLflow

    private func mlflowRun(_ folder: Folder) -> LogSource? {
        guard let metrics = folder.folders.first(where: { $0.name == "metrics" }),
            folder.files.contains("meta.yaml")
                || folder.folders.contains(where: { $0.name == "params" || $0.name == "tags" })
        else { return nil }
        let parts = Self.metrics(metrics, under: "")
        guard !parts.isEmpty else { return nil }
        return LogSource(path: folder.path, name: name(of: folder.path), parts: parts)
    }

    private static func metrics(_ folder: Folder, under prefix: String) -> [LogSource.Part] {
        folder.files.filter { !$0.hasPrefix(".") }.map { name in
            LogSource.Part(path: folder.file(name), metric: prefix + name)
        } + folder.folders.flatMap { metrics($0, under: "\(prefix)\($0.name)/") }
    }
}
