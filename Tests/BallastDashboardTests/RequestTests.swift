import BallastCore
import BallastDashboard
import Glibc
import Testing

@Suite("Requests")
struct RequestTests {
    private static let token = "a-long-enough-token"

    private static func folder() throws -> RunFolder {
        let folder = try RunFolder()
        try folder.addRun("one")
        return folder
    }

    @Test(
        "only looking is allowed",
        arguments: ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
    func methods(method: String) async throws {
        try await Served.folder(try Self.folder()) { caller in
            let answer = await caller.ask("/", method: method)
            #expect(answer.status == 405 || answer.status == 400)
            #expect(!answer.body.contains("data-parts"))
        }
    }

    @Test("HEAD has the headers of GET and no body")
    func head() async throws {
        try await Served.folder(try Self.folder()) { caller in
            let answer = await caller.ask("/", method: "HEAD")
            #expect(answer.status == 200 && answer.body.isEmpty)
            #expect((answer.header("Content-Length").flatMap { Int($0) } ?? 0) > 1000)
            #expect(await caller.ask("/events", method: "HEAD").status == 405)
        }
    }

    @Test("every answer says that nothing of other hosts belongs into it", arguments: ["/", "/no"])
    func headers(path: String) async throws {
        try await Served.folder(try Self.folder()) { caller in
            let answer = await caller.ask(path)
            let policy = answer.header("Content-Security-Policy") ?? ""
            #expect(policy.contains("default-src 'none'") && !policy.contains("http"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(answer.header("X-Content-Type-Options") == "nosniff")
            #expect(answer.header("Referrer-Policy") == "no-referrer")
            #expect(answer.header("Server") == nil)
            #expect(!answer.body.contains("http://") && !answer.body.contains("https://"))
        }
    }

    @Test("too much is refused, and the server goes on")
    func oversized() async throws {
        try await Served.folder(try Self.folder()) { caller in
            let long = String(repeating: "a", count: 5000)
            #expect(await caller.ask("/?q=\(long)").status == 414)
            let headers = (0..<20).map { "X-\($0): \(long)" }
            #expect(await caller.ask("/", headers: headers).status != 200)
            let body = await caller.ask("/", headers: ["Content-Length: 10"], body: "0123456789")
            #expect(body.status == 413)
            let chunked = await caller.ask("/", headers: ["Transfer-Encoding: chunked"])
            #expect(chunked.status == 413)
            let endless = await caller.ask("/", headers: ["Content-Length: 99999999999999"])
            #expect(endless.status == 413)
            for text in ["\r\n\r\n", "GET", "\0\0\0\0\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"] {
                let answer = await caller.send(text, seconds: 1)
                #expect(answer.status != 200)
            }
            #expect(await caller.ask("/").status == 200)
        }
    }

    @Test("a request that comes too slowly is cut off")
    func slow() async throws {
        let limits = DashboardLimits(idleSeconds: 1)
        try await Served.folder(try Self.folder(), limits: limits) { caller in
            let text =
                "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: \(String(repeating: "a", count: 500))"
            #expect(await caller.trickle(text, seconds: 20))
        }
    }

    @Test("a name of another host is refused where no token is asked for")
    func hosts() async throws {
        try await Served.folder(try Self.folder()) { caller in
            for host in ["evil.example", "evil.example:80", "localhost.evil.example", "", "127.1"] {
                let answer = await caller.ask("/runs.json", host: host)
                #expect([400, 421].contains(answer.status), "\(host): \(answer.status)")
                #expect(!answer.text.contains("lenet5"))
            }
            for host in ["localhost", "127.0.0.1:\(caller.port)", "[::1]:80", "LOCALHOST:1"] {
                #expect(await caller.ask("/", host: host).status == 200, "\(host)")
            }
        }
    }

    @Test("without the token nothing is shown; with it a cookie takes its place")
    func tokens() async throws {
        try await Served.folder(try Self.folder(), token: Self.token) { caller in
            for path in ["/", "/runs.json", "/events", "/assets/dashboard.css", "/?token=", "/no"] {
                let answer = await caller.ask(path)
                #expect(answer.status == 401 && !answer.body.contains("lenet5"), "\(path)")
            }
            let wrong = [
                "x", Self.token + "x", String(Self.token.dropLast()), "a-long-enough-tokem",
            ]
            for token in wrong {
                #expect(await caller.ask("/?token=\(token)").status == 401)
                let bearer = ["Authorization: Bearer \(token)"]
                #expect(await caller.ask("/", headers: bearer).status == 401)
                let cookie = ["Cookie: ballast-dashboard=\(token)"]
                #expect(await caller.ask("/", headers: cookie).status == 401)
            }
            let bearer = ["Authorization: Bearer \(Self.token)"]
            #expect(await caller.ask("/", headers: bearer, host: "any.example").status == 200)
            let welcome = await caller.ask("/?q=a&token=\(Self.token)")
            #expect(welcome.status == 303 && welcome.header("Location") == "/?q=a")
            let cookie = try #require(welcome.header("Set-Cookie"))
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
            #expect(!cookie.contains(Self.token))
            let value = cookie.prefix { $0 != ";" }
            #expect(await caller.ask("/", headers: ["Cookie: a=b; \(value)"]).status == 200)
        }
    }

    @Test("an address that others reach needs a token, and a token cannot be short")
    func options() throws {
        let path = try Self.folder().path
        for host in ["0.0.0.0", "192.168.1.2", "example.org", "::", "127.0.0.1.example.org"] {
            #expect(throws: BallastError.self) {
                try DashboardServer(DashboardOptions(directory: path, host: host), clock: { 0 })
            }
        }
        #expect(throws: BallastError.self) {
            try DashboardServer(
                DashboardOptions(directory: path, host: "0.0.0.0", token: "short"), clock: { 0 })
        }
        #expect(throws: BallastError.self) {
            try DashboardServer(DashboardOptions(directory: path + "/no-such"), clock: { 0 })
        }
    }

    @Test("connections that say nothing, more than are let in, keep nobody out for long")
    func connections() async throws {
        let limits = DashboardLimits(connections: 8, idleSeconds: 1)
        try await Served.folder(try Self.folder(), limits: limits) { caller in
            let idle = caller.idle(40)
            var statuses: [Int] = []
            // The server ends them after a second each, eight at a time.
            while statuses.last != 200, statuses.count < 20 {
                statuses.append(await caller.ask("/").status)
            }
            #expect(statuses.last == 200, "\(statuses)")
            for descriptor in idle { close(descriptor) }
            let all = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { await caller.ask("/").status } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(all == [Int](repeating: 200, count: 8))
        }
    }

    @Test("so many streams and no more are open at once")
    func streams() async throws {
        let limits = DashboardLimits(streams: 2)
        try await Served.folder(try Self.folder(), limits: limits) { caller in
            _ = try await caller.follow("/events", until: "event: update") {}
            let open = caller.idle(2)
            for descriptor in open {
                let text = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                _ = send(descriptor, text, text.utf8.count, 0)
            }
            var status = 0
            for _ in 0..<100 where status != 503 {
                usleep(20_000)
                status = await caller.send(
                    "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n", until: "\r\n\r\n"
                ).status
            }
            #expect(status == 503)
            for descriptor in open { close(descriptor) }
        }
    }
}
