/// The first event of a run: everything that its later events are to be read against.
public struct RunStart: Codable, Hashable, Sendable {
    public var configuration: RunConfiguration
    /// The number of trained scalars.
    public var parameters: Int
    /// The number of updates that the run is to make.
    public var steps: Int
    public var dataset: DatasetSummary
    public var preprocessing: Preprocessing
    public var machine: MachineSummary

    public init(
        configuration: RunConfiguration, parameters: Int, steps: Int, dataset: DatasetSummary,
        preprocessing: Preprocessing, machine: MachineSummary
    ) {
        self.configuration = configuration
        self.parameters = parameters
        self.steps = steps
        self.dataset = dataset
        self.preprocessing = preprocessing
        self.machine = machine
    }
}
