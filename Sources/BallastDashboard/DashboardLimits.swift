import BallastCore

/// How much a dashboard takes before it refuses.
public struct DashboardLimits: Sendable {
    /// The most connections; further ones wait until one ends.
    public var connections: Int
    /// The most pages that are kept up to date at once.
    public var streams: Int
    /// The most bytes of a request's head.
    public var headBytes: Int
    /// The most bytes of an address.
    public var addressBytes: Int
    /// A request whose head has not come after so many seconds, and a connection on which nothing
    /// is asked or taken for so long, is closed.
    public var idleSeconds: Int
    /// Between two updates of a page, at least.
    public var updateSeconds: Double

    public init(
        connections: Int = 256, streams: Int = 64, headBytes: Int = 16_384,
        addressBytes: Int = 2048, idleSeconds: Int = 20, updateSeconds: Double = 1
    ) {
        precondition(connections > 0 && idleSeconds > 0, "a server that serves nobody")
        self.connections = connections
        self.streams = streams
        self.headBytes = headBytes
        self.addressBytes = addressBytes
        self.idleSeconds = idleSeconds
        self.updateSeconds = updateSeconds
    }
}
