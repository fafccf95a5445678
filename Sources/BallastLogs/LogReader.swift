import BallastCore

/// Reads the logs of runs that were made elsewhere.
///
/// A file is one log; a folder is searched, and event files that belong to one run are joined. The
/// format is told from the contents. Memory does not grow with the length of a log.
public struct LogReader: Sendable {
    private let options: LogOptions

    public init(options: LogOptions = LogOptions()) {
        self.options = options
    }

    /// What a path holds, without reading it.
    ///
    /// - Throws: ``/BallastCore/BallastError`` of kind `notFound`.
    public func survey(_ path: String) throws(BallastError) -> LogSurvey {
        try LogPlace(path, options).survey(options)
    }

    /// The runs that a file or folder holds, by name; several where an export holds several.
    ///
    /// In a folder, files without anything that could be a loss are passed over.
    ///
    /// - Throws: ``/BallastCore/BallastError`` of kind `notFound`, or of kind `badInput` that names
    ///   the file where it is no log, where no column or more than one may be the loss, or where
    ///   nothing is a log.
    public func read(_ path: String) throws(BallastError) -> [ForeignLog] {
        let place = try LogPlace(path, options)
        let survey = place.survey(options)
        guard place.isFolder else {
            return try survey.sources.first.map { source throws(BallastError) in
                try read(source)
            } ?? []
        }
        return try read(survey, at: path)
    }

    /// The runs of one source of a survey.
    ///
    /// - Throws: as ``read(_:)-(String)``.
    public func read(_ source: LogSource) throws(BallastError) -> [ForeignLog] {
        let assembly = RunAssembly(source, options)
        try assembly.readWhole()
        try refuseEmpty(assembly)
        return try assembly.logs()
    }

    /// The runs in the contents of a file.
    ///
    /// - Parameters:
    ///   - bytes: not compressed.
    ///   - name: of the file, with its ending; stands in errors and decides what the bytes leave
    ///     open.
    ///   - piece: how many bytes are parsed at once.
    /// - Throws: as ``read(_:)-(String)``.
    public func read(
        _ bytes: [UInt8], name: String, piece: Int = 1 << 18
    ) throws(BallastError) -> [ForeignLog] {
        precondition(piece > 0, "pieces of \(piece) bytes")
        let source = LogSource(path: name, name: name, parts: [LogSource.Part(path: name)])
        let assembly = RunAssembly(source, options)
        try assembly.readWhole(bytes, piece: piece)
        try refuseEmpty(assembly)
        return try assembly.logs()
    }

    private func refuseEmpty(_ assembly: RunAssembly) throws(BallastError) {
        guard assembly.contents.isEmpty else { return }
        throw BallastError(
            .badInput, "the file is empty", at: assembly.source.path,
            mend: "Wait until the run has written something, or name another log.")
    }

    private func read(_ survey: LogSurvey, at path: String) throws(BallastError) -> [ForeignLog] {
        var logs: [ForeignLog] = []
        var failure: BallastError?
        for source in survey.sources {
            do {
                let assembly = RunAssembly(source, options)
                try assembly.readWhole()
                // Tables of other things lie in folders of runs, too.
                if survey.sources.count > 1, !assembly.hasChannels { continue }
                try refuseEmpty(assembly)
                logs += try assembly.logs()
            } catch {
                failure = failure ?? error
            }
        }
        if let failure, logs.isEmpty || options.channels != ChannelMap() { throw failure }
        guard !logs.isEmpty || !survey.ballastRuns.isEmpty else {
            throw BallastError(
                .notFound, "the folder holds no log of a run", at: path,
                mend: "Name a file, or a folder with event files, CSV, JSON or text logs.")
        }
        return logs
    }
}
