import BallastCore

/// The contents of `run.json`: what a run is, how it stands, and what its weights need to be used.
public struct RunManifest: Codable, Hashable, Sendable {
    /// The version of the file format that this build writes.
    public static let currentSchema = 1

    public var schema = Self.currentSchema
    public var configuration: RunConfiguration
    public var seed: UInt64
    public var versions: SoftwareVersions
    public var machine: MachineSummary
    public var status: RunStatus
    public var classNames: [String]
    public var preprocessing: Preprocessing
    /// Replays refuse data whose digest differs.
    public var datasetDigest: String
    /// Updates made so far.
    public var steps: Int
    /// The number of trained scalars.
    public var parameters: Int
    /// The files that `--on-bad-file skip` has left out; nil: none.
    public var skippedFiles: [SkippedFile]?

    /// The framework that a hook of Ballast wrote the run for; nil for runs of Ballast itself.
    public var recorder: LogFramework?

    public init(
        configuration: RunConfiguration, seed: UInt64, versions: SoftwareVersions,
        machine: MachineSummary, status: RunStatus, classNames: [String],
        preprocessing: Preprocessing, datasetDigest: String, steps: Int, parameters: Int,
        skippedFiles: [SkippedFile]? = nil
    ) {
        self.configuration = configuration
        self.seed = seed
        self.versions = versions
        self.machine = machine
        self.status = status
        self.classNames = classNames
        self.preprocessing = preprocessing
        self.datasetDigest = datasetDigest
        self.steps = steps
        self.parameters = parameters
        self.skippedFiles = skippedFiles
    }
}
