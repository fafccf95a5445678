import BallastEvents

/// How often each probe measures: at the first step and at every so many; 0 means never.
public struct ProbeSchedule: Hashable, Sendable {
    public var momentum = 0
    public var labelCounts = 0
    public var batch = 0
    public var worstShare = 0
    public var updateRatio = 0
    public var layers = 0
    /// Whether the first tensor of a step that is not finite is looked for.
    public var findsNonFinite = false

    public init() {}

    /// The schedule of a preset.
    ///
    /// What economy measures at every step takes some microseconds. The update's ratio reads all
    /// parameters twice, some hundredths of a step; the layers read every activation besides,
    /// some tenths. With these periods both stay below a hundredth of a step on average.
    public init(_ preset: ProbePreset) {
        switch preset {
        case .off: self.init()
        case .economy: self.init(everyStep: 1, updateRatio: 10, layers: 50)
        case .full: self.init(everyStep: 1, updateRatio: 1, layers: 1)
        }
    }

    private init(everyStep period: Int, updateRatio: Int, layers: Int) {
        (momentum, labelCounts, batch, worstShare) = (period, period, period, period)
        self.updateRatio = updateRatio
        self.layers = layers
        findsNonFinite = true
    }

    /// Whether a probe of this period measures at this step, counted from 1.
    func isDue(_ period: Int, at step: Int) -> Bool {
        period > 0 && (step == 1 || step % period == 0)
    }
}
