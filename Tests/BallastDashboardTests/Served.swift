import BallastDashboard
import Foundation
import Logging
import ServiceLifecycle
import Synchronization

/// A server over a folder, for the time of a test.
enum Served {
    /// - Returns: what the body does, once the server has ended cleanly.
    static func folder<Value: Sendable>(
        _ folder: RunFolder, token: String? = nil, limits: DashboardLimits = quick,
        _ body: @Sendable (Caller) async throws -> Value
    ) async throws -> Value {
        let server = try DashboardServer(
            DashboardOptions(directory: folder.path, port: 0, token: token, limits: limits),
            clock: { Date().timeIntervalSince1970 })
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (addresses, ready) = AsyncStream.makeStream(of: String.self)
        let application = server.application(logger) { address in ready.yield(address) }
        let group = ServiceGroup(services: [application], logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = addresses.makeAsyncIterator()
            let address = await iterator.next() ?? ""
            let port = Int(address.dropLast().split(separator: ":").last ?? "") ?? 0
            let value = try await body(Caller(port: port))
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return value
        }
    }

    /// So that a test of updates does not wait.
    static let quick = DashboardLimits(updateSeconds: 0.1)
}
