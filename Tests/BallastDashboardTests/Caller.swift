import Foundation

/// Speaks to a server over plain sockets, so that it can also speak badly.
struct Caller: Sendable {
    let port: Int

    /// Asks once, over a connection of its own.
    func ask(
        _ path: String, method: String = "GET", headers: [String] = [], host: String? = nil,
        body: String = ""
    ) async -> Answer {
        let lines =
            ["\(method) \(path) HTTP/1.1", "Host: \(host ?? "localhost:\(port)")"]
            + ["Connection: close"] + headers
        return await send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    /// Asks again and again until the answer is such, at most for so many seconds.
    ///
    /// - Returns: the last answer.
    func ask(
        _ path: String, seconds: Double = 20, until isEnough: (String) -> Bool
    ) async -> String {
        let end = Date().addingTimeInterval(seconds)
        while true {
            let text = await ask(path).body
            if isEnough(text) || Date() > end { return text }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Sends bytes and reads until the connection ends, a text has come, or so many seconds passed.
    func send(_ text: String, until: String? = nil, seconds: Double = 20) async -> Answer {
        await onThread {
            let socket = Self.connected(port)
            defer { close(socket) }
            Self.write(text, socket)
            return Answer(text: Self.read(socket, until: until, seconds: seconds))
        }
    }

    /// Sends one byte after another until the server ends the connection.
    ///
    /// - Returns: whether it did so in time.
    func trickle(_ text: String, seconds: Double) async -> Bool {
        await onThread {
            let socket = Self.connected(port)
            defer { close(socket) }
            let end = Date().addingTimeInterval(seconds)
            for byte in text.utf8 {
                guard Date() < end else { return false }
                Self.write(String(UnicodeScalar(byte)), socket)
                if Self.hasEnded(socket) { return true }
                usleep(100_000)
            }
            return false
        }
    }

    /// Opens a stream, does something, and reads until a text has come.
    func follow(
        _ path: String, until: String, seconds: Double = 20,
        _ act: @escaping @Sendable () throws -> Void
    ) async throws -> String {
        let result: Result<String, any Error> = await onThread {
            let socket = Self.connected(port)
            defer { close(socket) }
            Self.write("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n", socket)
            var text = Self.read(socket, until: "retry:", seconds: seconds)
            do { try act() } catch { return .failure(error) }
            text += Self.read(socket, until: until, seconds: seconds)
            return .success(text)
        }
        return try result.get()
    }

    /// Connections that are open and say nothing.
    func idle(_ count: Int) -> [Int32] { (0..<count).map { _ in Self.connected(port) } }

    /// On a thread of its own: to block one of the few that tasks share would keep the server,
    /// which is in the same process, from answering.
    private func onThread<Value: Sendable>(
        _ work: @escaping @Sendable () -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: work()) }
        }
    }

    private static func connected(_ port: Int) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return descriptor
    }

    private static func write(_ text: String, _ socket: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func read(_ socket: Int32, until: String?, seconds: Double) -> String {
        let end = Date().addingTimeInterval(seconds)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while Date() < end {
            var event = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            guard poll(&event, 1, 50) > 0 else { continue }
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            bytes += buffer[..<count]
            if let until, String(decoding: bytes, as: UTF8.self).contains(until) { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hasEnded(_ socket: Int32) -> Bool {
        var event = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&event, 1, 0) > 0 else { return false }
        var byte: UInt8 = 0
        return recv(socket, &byte, 1, Int32(MSG_PEEK)) <= 0
    }
}
