/// How carefully a highest stable rate is searched for.
public struct StabilityEffort: Hashable, Sendable {
    /// Trainings per rate, at least 1.
    public var seeds: Int
    /// Steps of each at the whole rate, at least 16.
    public var horizon: Int
    /// The ratio of the interval's ends at which the search ends.
    public var resolution: Double

    public init(seeds: Int, horizon: Int, resolution: Double) {
        self.seeds = seeds
        self.horizon = horizon
        self.resolution = resolution
    }
}
