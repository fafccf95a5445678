import BallastCore

/// Follows the logs of runs that are going on.
///
/// Each look reads what was written since the one before, and nothing else. A file that was cut,
/// replaced or written anew is read again; in a folder, new files are found every few looks.
public final class LogFollower {
    /// Nil where one source is followed, which somebody else has found.
    private let place: LogPlace?
    private let options: LogOptions
    private var tails: [RunTail] = []
    private var looks = 0

    /// In a folder, new files are looked for once in so many looks.
    private static let searchEvery = 4

    /// - Throws: ``/BallastCore/BallastError`` of kind `notFound`.
    public init(_ path: String, options: LogOptions = LogOptions()) throws(BallastError) {
        place = try LogPlace(path, options)
        self.options = options
        search()
    }

    /// Follows one source of a survey, and no other.
    public init(_ source: LogSource, options: LogOptions = LogOptions()) {
        place = nil
        self.options = options
        tails = [RunTail(RunAssembly(source, options))]
    }

    /// Takes up the files that a later survey has found of the one source that is followed.
    public func join(_ source: LogSource) {
        tails.first { $0.assembly.source.path == source.path }?.assembly.join(source)
    }

    /// In a folder, what is no log is left alone.
    private var isLenient: Bool { place?.isFolder ?? false }

    /// Reads what has been written since the last call.
    ///
    /// - Returns: one update for each run that has gained anything.
    /// - Throws: ``/BallastCore/BallastError`` of kind `badInput` where the one file that was named
    ///   is no log. In a folder, what is no log is left alone.
    public func poll() throws(BallastError) -> [LogUpdate] {
        looks += 1
        if isLenient, looks % Self.searchEvery == 0 { search() }
        var updates: [LogUpdate] = []
        for tail in tails {
            do {
                updates += try tail.poll()
            } catch {
                guard isLenient else { throw error }
            }
        }
        return updates
    }

    /// The runs as far as they have been read.
    ///
    /// - Throws: ``/BallastCore/BallastError`` of kind `badInput` where the columns of the one log
    ///   leave a doubt.
    public func logs() throws(BallastError) -> [ForeignLog] {
        var logs: [ForeignLog] = []
        for tail in tails where !isLenient || tail.assembly.hasChannels {
            do {
                logs += try tail.assembly.logs()
            } catch {
                guard tails.count > 1 else { throw error }
            }
        }
        return logs
    }

    /// Takes up the runs, and the files of runs, that have come.
    private func search() {
        for source in place?.survey(options).sources ?? [] {
            if let known = tails.first(where: { $0.assembly.source.path == source.path }) {
                known.assembly.join(source)
            } else {
                tails.append(RunTail(RunAssembly(source, options)))
            }
        }
    }
}
