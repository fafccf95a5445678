import BallastCore
import BallastLogs

/// What a dashboard shows, where it listens, and what it refuses.
public struct DashboardOptions: Sendable {
    /// The folder whose runs are shown.
    public var directory: String
    public var host: String
    /// 0: one that is free.
    public var port: Int
    /// What a reader must know; nil: nothing, which only loopback addresses may do without.
    public var token: String?
    /// How the logs of others are read.
    public var logs: LogOptions
    public var limits: DashboardLimits

    public init(
        directory: String, host: String = "127.0.0.1", port: Int = 8384, token: String? = nil,
        logs: LogOptions = LogOptions(), limits: DashboardLimits = DashboardLimits()
    ) {
        self.directory = directory
        self.host = host
        self.port = port
        self.token = token
        self.logs = logs
        self.limits = limits
    }

    /// A token shorter than this can be guessed.
    public static let shortestToken = 8

    /// Whether only programs of this machine reach the address.
    public var isLoopback: Bool {
        let bytes = host.split(separator: ".", omittingEmptySubsequences: false)
        let isOwnNetwork =
            bytes.count == 4 && bytes[0] == "127" && bytes.allSatisfy { UInt8($0) != nil }
        return host == "localhost" || host == "::1" || isOwnNetwork
    }

    /// - Throws: ``/BallastCore/BallastError`` of kind `usage` for what must not be served.
    func validate() throws(BallastError) {
        guard (0...65_535).contains(port) else {
            throw BallastError(.usage, "there is no port \(port)", at: "--port")
        }
        guard let token else {
            guard isLoopback else {
                throw BallastError(
                    .usage, "\(host) can be reached from other machines, so a token is needed",
                    at: "--host", mend: "Add --token with a long random word.")
            }
            return
        }
        guard token.utf8.count >= Self.shortestToken else {
            throw BallastError(
                .usage, "a token needs \(Self.shortestToken) characters at least", at: "--token",
                mend: "openssl rand -hex 16 makes a good one.")
        }
        guard token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw BallastError(
                .usage, "a token is of letters, digits and signs, without blanks", at: "--token")
        }
    }
}
