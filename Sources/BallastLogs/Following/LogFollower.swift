import BallastCore

/// Follows the logs of runs that are going on.
///
/// Each look reads what was written since the one before, and nothing else. A file that was cut,
/// replaced or written anew is read again; in a folder, new files are found every few looks.
public final class LogFollower {
    /// Nil where one source is followed, which somebody else has found.
    private let place: LogPlace?
    private let options: LogOptions
    private var assemblies: [RunAssembly] = []
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
        assemblies = [RunAssembly(source, options)]
    }

    /// Takes up the files that a later survey has found of the one source that is followed.
    public func join(_ source: LogSource) {
        assemblies.first { $0.source.path == source.path }?.join(source)
    }

    /// In a folder, what is no log is left alone.
    private var isLenient: Bool { place?.isFolder ?? false }

    /// Whether the last look ended before the end of a file.
    public var isBehind: Bool { assemblies.contains(where: \.isBehind) }

    /// Reads what has been written since the last call.
    ///
    /// - Parameter budget: the bytes that may be read, beyond which the rest is left to the next
    ///   look; those that were read are taken from it. A compressed file is read whole.
    /// - Returns: the paths of the sources that have gained anything and whose columns leave no
    ///   doubt; while a log is short, its next row may settle one.
    /// - Throws: ``/BallastCore/BallastError`` of kind `badInput` where the one file that was named
    ///   is no log. In a folder, what is no log is left alone.
    public func poll(budget: inout Int) throws(BallastError) -> [String] {
        looks += 1
        if isLenient, looks % Self.searchEvery == 0 { search() }
        var grown: [String] = []
        for assembly in assemblies {
            do {
                guard try assembly.poll(budget: &budget), assembly.isReadable else { continue }
                grown.append(assembly.source.path)
            } catch {
                guard isLenient else { throw error }
            }
        }
        return grown
    }

    /// Reads all that has been written since the last call.
    ///
    /// - Throws: as ``poll(budget:)``.
    public func poll() throws(BallastError) -> [String] {
        var budget = Int.max
        return try poll(budget: &budget)
    }

    /// The runs as far as they have been read.
    ///
    /// - Throws: ``/BallastCore/BallastError`` of kind `badInput` where the columns of the one log
    ///   leave a doubt.
    public func logs() throws(BallastError) -> [ForeignLog] {
        var logs: [ForeignLog] = []
        for assembly in assemblies where !isLenient || assembly.hasChannels {
            do {
                logs += try assembly.logs()
            } catch {
                guard assemblies.count > 1 else { throw error }
            }
        }
        return logs
    }

    /// Takes up the runs, and the files of runs, that have come.
    private func search() {
        for source in place?.survey(options).sources ?? [] {
            if let known = assemblies.first(where: { $0.source.path == source.path }) {
                known.join(source)
            } else {
                assemblies.append(RunAssembly(source, options))
            }
        }
    }
}
