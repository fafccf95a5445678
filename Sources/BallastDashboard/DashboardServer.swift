import BallastCore
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// A live web page over all runs of a folder. It only reads.
public struct DashboardServer: Sendable {
    private let options: DashboardOptions
    private let shelf: RunShelf
    private let enclosure: Enclosure

    /// After a signal, a reader who takes nothing is waited for no longer.
    private static let patience = Duration.seconds(3)

    /// - Parameter clock: seconds since 1970-01-01 UTC.
    /// - Throws: ``/BallastCore/BallastError`` of kind `notFound` where the folder is not there, or
    ///   of kind `usage` for an address or a token that must not be used.
    public init(
        _ options: DashboardOptions, clock: @escaping @Sendable () -> Double
    ) throws(BallastError) {
        try options.validate()
        self.options = options
        enclosure = try Enclosure(options.directory)
        shelf = RunShelf(enclosure, options: options.logs, clock: clock)
    }

    /// Serves until SIGINT or SIGTERM comes, then ends the streams and what is being answered.
    ///
    /// - Parameter onReady: takes the address once the port is open, such as
    ///   `http://127.0.0.1:8384/`.
    /// - Throws: ``/BallastCore/BallastError`` of kind `cannotWrite` where the address cannot be
    ///   listened on.
    public func run(onReady: @escaping @Sendable (String) -> Void) async throws {
        var logger = Logger(label: "ballast.dashboard")
        logger.logLevel = .critical
        let application = application(logger, onReady: onReady)
        do {
            var configuration = ServiceGroupConfiguration(
                services: [application], gracefulShutdownSignals: [.sigint, .sigterm],
                logger: logger)
            configuration.maximumGracefulShutdownDuration = Self.patience
            try await ServiceGroup(configuration: configuration).run()
        } catch is CancellationError {
            // A reader was waited for long enough.
        } catch let error as IOError {
            throw BallastError(
                .cannotWrite, "cannot listen there: \(error.description)",
                at: "\(options.host):\(options.port)",
                mend: "Choose another --port, or 0 for one that is free.")
        }
    }

    /// The server as a service, for programs that run others beside it.
    package func application(
        _ logger: Logger, onReady: @escaping @Sendable (String) -> Void
    ) -> some ApplicationProtocol {
        let limits = options.limits
        let responder = DashboardResponder(
            shelf, place: enclosure.place(of: options.directory),
            access: AccessCheck(host: options.host, token: options.token), limits: limits)
        let idle = TimeAmount.seconds(Int64(limits.idleSeconds))
        let host = options.host.contains(":") ? "[\(options.host)]" : options.host
        return Application(
            responder: responder,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [
                        IdleStateHandler(writeTimeout: idle * 3), WriteDeadline(),
                    ],
                    idleTimeout: idle,
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: limits.headBytes,
                        maxHeaderListSize: limits.headBytes, maxHeaderFieldCount: 100))),
            configuration: ApplicationConfiguration(
                address: .hostname(options.host, port: options.port),
                availableConnectionsDelegate: .maximum(limits.connections, logger: logger)),
            services: [shelf],
            onServerRunning: { channel in
                onReady("http://\(host):\(channel.localAddress?.port ?? 0)/")
            },
            logger: logger)
    }
}
