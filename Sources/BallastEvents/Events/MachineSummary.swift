/// The machine of a run: the same bits come only from the same machine and thread count.
public struct MachineSummary: Codable, Hashable, Sendable {
    public var processor: String
    public var cores: Int
    public var threads: Int
    public var memoryBytes: Int
    public var operatingSystem: String

    public init(
        processor: String, cores: Int, threads: Int, memoryBytes: Int, operatingSystem: String
    ) {
        self.processor = processor
        self.cores = cores
        self.threads = threads
        self.memoryBytes = memoryBytes
        self.operatingSystem = operatingSystem
    }
}
