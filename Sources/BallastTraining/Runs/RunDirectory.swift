import BallastCore
import BallastEvents
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The directory that a run writes: `run.json`, `events.jsonl`, `checkpoints/`,
/// `tensorboard/`.
public struct RunDirectory: Sendable {
    public let path: String

    public var manifestPath: String { "\(path)/run.json" }
    public var eventsPath: String { "\(path)/events.jsonl" }
    public var checkpointsPath: String { "\(path)/checkpoints" }
    public var diagnosisPath: String { "\(path)/diagnosis.json" }
    public var evaluationPath: String { "\(path)/evaluation.json" }
    var tensorBoardPath: String { "\(path)/tensorboard" }

    /// Opens the directory of a run that exists.
    ///
    /// - Throws: ``BallastError`` of kind `notFound` where there is no run.
    public init(opening path: String) throws {
        self.path = path
        guard Self.exists(manifestPath) else {
            throw BallastError(
                .notFound, "there is no run here (no run.json)", at: path,
                mend: "name a directory that `ballast train` or `ballast import` has written")
        }
    }

    /// Makes the directory of a new run. It appears at once, with `run.json` in it.
    ///
    /// - Throws: ``BallastError`` of kind `cannotWrite` where a run or anything else is already.
    public init(creating path: String, manifest: RunManifest) throws {
        // With a slash behind it a name would stand for what is within.
        let path = String(path.reversed().drop { $0 == "/" }.reversed())
        self.path = path
        try Self.refuseExisting(path)
        Self.removeLeftovers(of: path)
        // What is left is an empty directory or nothing.
        rmdir(path)
        let temporary = "\(path)\(Self.newSuffix)\(getpid())"
        do {
            try FileManager.default.createDirectory(
                atPath: "\(temporary)/checkpoints", withIntermediateDirectories: true)
        } catch {
            throw BallastError(
                .cannotWrite, "the run directory cannot be made: \(Self.reason(error))", at: path,
                mend: "check the permissions and the space of its parent directory")
        }
        do {
            try AtomicFile.write(
                "\(temporary)/run.json", try JSONCoding.encodeIndented(manifest))
            guard rename(temporary, path) == 0 else {
                throw BallastError(
                    .cannotWrite, "cannot rename: \(String(cString: strerror(errno)))", at: path,
                    mend: "choose another --out")
            }
            try AtomicFile.sync(directory: AtomicFile.directory(of: path))
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
    }

    /// What stands behind a run's name, before the number of the process, while its directory is
    /// made.
    private static let newSuffix = ".new-"

    /// Removes the half-made directories of this name that processes have left which are gone.
    private static func removeLeftovers(of path: String) {
        let parent = AtomicFile.directory(of: path)
        let prefix = (path.split(separator: "/").last.map(String.init) ?? "") + newSuffix
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for name in names where name.hasPrefix(prefix) {
            guard let process = pid_t(name.dropFirst(prefix.count)), process > 0,
                kill(process, 0) != 0, errno == ESRCH
            else { continue }
            try? FileManager.default.removeItem(atPath: "\(parent)/\(name)")
        }
    }

    private static func reason(_ error: any Error) -> String {
        let code = (error as? CocoaError)?.underlying as? POSIXError
        return code.map { String(cString: strerror($0.code.rawValue)) } ?? "\(error)"
    }

    /// Finds out whether a new run may be made there, so that a person need not wait for the data.
    ///
    /// - Throws: ``BallastError`` of kind `cannotWrite` where a run or anything else is already.
    public static func refuseExisting(_ path: String) throws {
        guard exists(path) else { return }
        if exists("\(path)/run.json") {
            throw BallastError(
                .cannotWrite, "the directory holds a run already", at: path,
                mend: "choose another --out, or go on with it by --resume \(path)")
        }
        let content = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? ["?"]
        guard content.isEmpty else {
            throw BallastError(
                .cannotWrite, "the directory is not empty and holds no run", at: path,
                mend: "choose another --out")
        }
    }

    /// Makes what a run needs to go on, and removes what a process that was killed has left behind.
    ///
    /// - Precondition: the run is locked.
    /// - Throws: ``BallastError`` of kind `cannotWrite`.
    func prepareToGoOn() throws {
        guard mkdir(checkpointsPath, 0o755) == 0 || errno == EEXIST else {
            throw BallastError(
                .cannotWrite, "cannot make the directory: \(String(cString: strerror(errno)))",
                at: checkpointsPath, mend: "check the permissions of the run directory")
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where AtomicFile.isTemporary(name) { unlink("\(path)/\(name)") }
        CheckpointStore(self).removeLeftovers()
    }

    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// - Throws: ``BallastError`` of kind `badInput` for a damaged `run.json`.
    public func manifest() throws -> RunManifest {
        guard let data = FileManager.default.contents(atPath: manifestPath) else {
            throw BallastError(.notFound, "the file cannot be read", at: manifestPath)
        }
        return try JSONCoding.decode(RunManifest.self, from: data, at: manifestPath)
    }

    /// Puts `diagnosis.json` beside the run.
    ///
    /// - Throws: ``BallastError`` of kind `cannotWrite`.
    public func write(_ diagnosis: Diagnosis) throws {
        try AtomicFile.write(diagnosisPath, try JSONCoding.encodeIndented(diagnosis))
    }

    public func write(_ manifest: RunManifest) throws {
        try AtomicFile.write(manifestPath, try JSONCoding.encodeIndented(manifest))
    }
}
