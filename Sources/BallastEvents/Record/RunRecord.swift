/// All that a run has left behind, in the form that detectors and hypotheses read.
///
/// A run of Ballast, a replay of one and a log of another framework all become one of these; what a
/// source does not say is nil or empty.
public struct RunRecord: Sendable {
    public var source: RecordSource
    /// What else than Ballast made the run; nil for runs of Ballast.
    public var framework: LogFramework?
    public var configuration: RunConfiguration?
    public var classes: Int?
    public var trainingSamples: Int?
    /// The number of updates that the run was meant to make.
    public var plannedSteps: Int?
    public var stepsPerEpoch: Int?
    public var preprocessing: Preprocessing?
    public var series: [Channel: Series] = [:]
    /// The validations in evaluation mode, with their sizes.
    public var validations: [ValidationRecord] = []
    /// What the probes measured of layers, in step order.
    public var layers: [LayerRecord] = []
    /// The samples of each class in the batches of a step.
    public var labelCounts = StepSeries<[Int]>()
    /// Which samples a step was made of.
    public var batches = StepSeries<BatchIdentity>()
    /// The first tensors that were not finite.
    public var nonFiniteTensors: [NonFiniteRecord] = []
    /// What the run's own detectors found while it ran.
    public var findings: [Finding] = []
    public var decisions: [GuardDecision] = []
    /// Whether decisions helped.
    public var decisionOutcomes: [GuardOutcome] = []
    /// The steps after which a run was taken up again.
    public var resumes: [Int] = []
    /// The steps after which a checkpoint can be had.
    public var checkpoints: [Int] = []
    /// How the run ended; nil where the record does not say.
    public var status: RunStatus?
    public var notes: [String] = []

    public init(source: RecordSource) {
        self.source = source
    }

    /// The points of a channel; none where it was not recorded.
    public subscript(channel: Channel) -> Series { series[channel] ?? Series() }

    /// The last step with any value.
    public var lastStep: Int { series.values.compactMap(\.steps.last).max() ?? 0 }
}
