/// The data of a run, as far as a later reader needs to know it.
public struct DatasetSummary: Codable, Hashable, Sendable {
    /// What `--data` said.
    public var spec: String
    public var classNames: [String]
    public var trainingSamples: Int
    public var validationSamples: Int
    /// Changes when any image or label does.
    public var digest: String

    public init(
        spec: String, classNames: [String], trainingSamples: Int, validationSamples: Int,
        digest: String
    ) {
        self.spec = spec
        self.classNames = classNames
        self.trainingSamples = trainingSamples
        self.validationSamples = validationSamples
        self.digest = digest
    }
}
