import BallastCore
import BallastEvents
import BallastReport
import Hummingbird
import NIOCore

/// Server-sent events that keep one page up to date: the parts that have changed, and the order of
/// all of them.
struct UpdateStream: Sendable {
    private let since: String?
    private let pause: Double
    private let look: @Sendable () -> PageState?
    private let hasEnded: @Sendable () -> Bool

    /// Between two looks at what was read.
    private static let period = Duration.milliseconds(200)
    /// Without anything to say, a sign of life is sent each so many seconds: so a reader that has
    /// gone is noticed.
    private static let heartbeat = Duration.seconds(5)
    /// Making the parts takes at most this share of the time.
    private static let share = 0.25

    /// - Parameters:
    ///   - since: the version that the reader has.
    ///   - pause: between two updates, in seconds.
    ///   - look: how the page stands now; nil where what it shows is gone.
    ///   - hasEnded: whether the server is ending.
    init(
        since: String?, pause: Double, look: @escaping @Sendable () -> PageState?,
        hasEnded: @escaping @Sendable () -> Bool
    ) {
        self.since = since
        self.pause = pause
        self.look = look
        self.hasEnded = hasEnded
    }

    private struct Update: Encodable {
        struct Part: Encodable {
            let id: String
            let html: String
        }

        let version: String
        let parts: [Part]
        let order: [String]
    }

    func write(to writer: inout any ResponseBodyWriter) async throws {
        let clock = ContinuousClock()
        var version = since ?? ""
        // Digests, since the page itself may be large and the reader has it.
        var sent: [String: Int] = [:]
        var spoke = clock.now
        try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
        while !hasEnded(), !Task.isCancelled {
            guard let state = look() else {
                try await writer.write(ByteBuffer(string: "event: gone\ndata: {}\n\n"))
                return
            }
            let start = clock.now
            if state.version != version, !state.version.isEmpty {
                version = state.version
                let parts = state.parts()
                let changed = parts.filter { sent[$0.identifier] != $0.hashValue }
                sent = Dictionary(
                    parts.map { ($0.identifier, $0.hashValue) }, uniquingKeysWith: { one, _ in one }
                )
                try await writer.write(Self.message(version, changed, parts))
                spoke = clock.now
                let busy = start.duration(to: spoke)
                try await sleep(max(pause, busy.seconds / Self.share))
            } else if spoke.duration(to: start) > Self.heartbeat {
                try await writer.write(ByteBuffer(string: ": still here\n\n"))
                spoke = clock.now
            }
            try? await Task.sleep(for: Self.period)
        }
    }

    /// Ends early where the server ends.
    private func sleep(_ seconds: Double) async throws {
        let end = ContinuousClock.now.advanced(by: .seconds(seconds))
        while ContinuousClock.now < end, !hasEnded(), !Task.isCancelled {
            try? await Task.sleep(for: Self.period)
        }
    }

    private static func message(
        _ version: String, _ changed: [PagePart], _ all: [PagePart]
    ) throws -> ByteBuffer {
        let update = Update(
            version: version,
            parts: changed.map { .init(id: $0.identifier, html: $0.html.source) },
            order: all.map(\.identifier))
        var buffer = ByteBuffer(string: "event: update\ndata: ")
        buffer.writeBytes(try JSONCoding.encode(update))
        buffer.writeString("\n\n")
        return buffer
    }
}
