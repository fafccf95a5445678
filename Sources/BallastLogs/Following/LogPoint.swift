import BallastEvents

/// A value that a growing log has gained.
public struct LogPoint: Hashable, Sendable {
    public var channel: Channel
    public var step: Int
    public var value: Double

    public init(channel: Channel, step: Int, value: Double) {
        self.channel = channel
        self.step = step
        self.value = value
    }
}
