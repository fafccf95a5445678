import BallastCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A path that a person has named as a log.
struct LogPlace {
    let path: String
    let isFolder: Bool

    /// - Throws: ``BallastError`` of kind `notFound`.
    init(_ path: String, _ options: LogOptions) throws(BallastError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw BallastError(
                .notFound, "there is no such file or folder", at: path, mend: "Check the path.")
        }
        self.path = path
        isFolder = status.st_mode & S_IFMT == S_IFDIR
    }

    func survey(_ options: LogOptions) -> LogSurvey {
        guard isFolder else { return surveyOfFile }
        var visit = Folder.Visit()
        guard let folder = Folder(path, depth: 0, options, &visit) else { return LogSurvey() }
        var survey = LogSearch(folder).survey
        survey.isCut = visit.isCut
        return survey
    }

    private var surveyOfFile: LogSurvey {
        let components = path.split(separator: "/", omittingEmptySubsequences: false)
        let name = components.last.map { String($0) } ?? path
        var survey = LogSurvey()
        let folder = components.dropLast().joined(separator: "/")
        var inner = LogOptions()
        inner.depth = 0
        var visit = Folder.Visit()
        if name == "run.json" || name == "events.jsonl",
            let around = Folder(folder.isEmpty ? "." : folder, depth: 0, inner, &visit),
            LogSearch.isBallastRun(around.files)
        {
            survey.ballastRuns = [around.path]
        } else {
            survey.sources = [
                LogSource(path: path, name: name, parts: [LogSource.Part(path: path)])
            ]
        }
        return survey
    }
}
