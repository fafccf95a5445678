import BallastCore
import BallastEvents
import BallastReport
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers requests: checks them, finds the page, and sets the headers that keep it harmless.
struct DashboardResponder: HTTPResponder {
    private let shelf: RunShelf
    private let place: String
    private let access: AccessCheck
    private let limits: DashboardLimits
    private let streams: StreamCount
    private let cache = PartCache()
    /// Tells the versions of this server from those of one before it.
    private let stamp: String

    /// A list is shown after so long even where not all of it could be read.
    private static let listWait = Duration.milliseconds(200)
    private static let runWait = Duration.milliseconds(700)

    init(
        _ shelf: RunShelf, place: String, access: AccessCheck, limits: DashboardLimits
    ) {
        self.shelf = shelf
        self.place = place
        self.access = access
        self.limits = limits
        streams = StreamCount(limits.streams)
        stamp = String(UInt64.random(in: 0 ... .max), radix: 36)
    }

    func respond(to request: Request, context: DashboardContext) async throws -> Response {
        var response = await answer(request, context)
        for (name, value) in Self.headers where !response.headers.contains(name) {
            response.headers[name] = value
        }
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(_ request: Request, _ context: DashboardContext) async -> Response {
        if let refusal = refusal(request, context) { return refusal }
        let parts = request.uri.string.split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let (path, query) = (String(parts[0]), Query(parts.count == 2 ? parts[1] : ""))
        switch access.verdict(request.head, query) {
        case .granted: break
        case .grantedByAddress: return welcome(path, parts.count == 2 ? parts[1] : "")
        case .tokenNeeded:
            return message(
                .unauthorized, "A token is needed",
                "Add ?token= and the token to the address once, or send it as a bearer.",
                hasLink: false)
        case .otherHost:
            return message(
                .init(code: 421), "This is another host",
                "The page is served under the names of this machine only, such as localhost.",
                hasLink: false)
        }
        return await page(path, query)
    }

    /// What is refused whoever asks.
    private func refusal(_ request: Request, _ context: DashboardContext) -> Response? {
        guard request.method == .get || (request.method == .head && !isStream(request)) else {
            return closing(
                message(.methodNotAllowed, "Only to look at", "Nothing can be changed here."),
                context, allow: "GET, HEAD")
        }
        let hasBody =
            request.headers[.transferEncoding] != nil
            || (request.headers[.contentLength] ?? "0") != "0"
        guard !hasBody else {
            return closing(
                message(.contentTooLarge, "Too much", "A request has no body here."), context)
        }
        guard request.uri.string.utf8.count <= limits.addressBytes else {
            return closing(
                message(.uriTooLong, "Too long", "The address is too long."), context)
        }
        return nil
    }

    private func isStream(_ request: Request) -> Bool {
        request.uri.string.prefix { $0 != "?" }.hasSuffix("/events")
    }

    private func page(_ path: String, _ query: Query) async -> Response {
        let names = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        switch Array(names) {
        case [""]: return await list(query)
        case ["events"]: return listEvents(query)
        case ["runs.json"]: return await json()
        case ["compare"]: return await compare(query)
        case ["compare", "events"]: return compareEvents(query)
        case let names where names.count == 2 && names[0] == "assets":
            return asset(String(names[1]))
        case let names where names.count >= 2 && names[0] == "run":
            guard let key = RunKey(names[1]) else { return notFound }
            switch names.dropFirst(2) {
            case []: return await run(key)
            case ["events"]: return runEvents(key, query)
            case ["report.html"]: return await report(key)
            default: return notFound
            }
        default: return notFound
        }
    }
}

// MARK: Pages

extension DashboardResponder {
    private func list(_ query: Query) async -> Response {
        let view = await shelf.list(within: Self.listWait)
        return html(listPage(view, query).html(version: version(view.revision)))
    }

    private func listPage(_ view: ShelfView, _ query: Query) -> ListPage {
        ListPage(
            view, place: place, words: query["q"] ?? "",
            order: query["sort"].flatMap(ListOrder.init) ?? .newest)
    }

    private func run(_ key: RunKey) async -> Response {
        guard let run = await shelf.runs([key], within: Self.runWait).first else { return notFound }
        let parts = cache.parts([run]) { RunPage(run).parts }
        return html(RunPage(run).html(parts, version: version(run.revision)))
    }

    private func report(_ key: RunKey) async -> Response {
        guard let run = await shelf.runs([key], within: .seconds(10)).first,
            let detail = run.detail, !detail.isBehind
        else { return notFound }
        var response = html(detail.page.html)
        response.headers[.contentDisposition] = "attachment; filename=\"report.html\""
        return response
    }

    private func compare(_ query: Query) async -> Response {
        let keys = keys(query)
        let runs = await shelf.runs(keys, within: Self.runWait)
        let page = ComparePage(runs, keys: keys)
        let parts = cache.parts(runs) { page.parts }
        return html(page.html(parts, version: version(runs)))
    }

    private func json() async -> Response {
        let view = await shelf.list(within: .seconds(2))
        guard let bytes = try? JSONCoding.encode(RunListAnswer(view)) else { return notFound }
        return Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// The runs that a comparison names, each once and no more than can be told apart.
    private func keys(_ query: Query) -> [RunKey] {
        var keys: [RunKey] = []
        for key in query.all("run").compactMap({ RunKey($0) }) where !keys.contains(key) {
            keys.append(key)
        }
        return Array(keys.prefix(ComparePage.mostRuns))
    }

    private func version(_ revision: Int) -> String { "\(stamp)-\(revision)" }

    private func version(_ runs: [ShelvedRun]) -> String {
        version(runs.map(\.revision).reduce(0) { $0 &* 31 &+ $1 })
    }

    private func asset(_ name: String) -> Response {
        guard let asset = DashboardAsset.all[name] else { return notFound }
        return Response(
            status: .ok, headers: [.contentType: asset.type],
            body: ResponseBody(byteBuffer: ByteBuffer(string: asset.text)))
    }
}

// MARK: Streams

extension DashboardResponder {
    private func listEvents(_ query: Query) -> Response {
        events(since: query["since"]) { [self] in
            shelf.note([])
            let view = shelf.view
            return PageState(
                version: version(view.revision), parts: { listPage(view, query).parts })
        }
    }

    private func runEvents(_ key: RunKey, _ query: Query) -> Response {
        events(since: query["since"]) { [self] in
            shelf.note([key])
            let view = shelf.view
            guard let run = view.run(key) else { return view.isComplete ? nil : PageState.none }
            return PageState(
                version: version(run.revision),
                parts: { cache.parts([run]) { RunPage(run).parts } })
        }
    }

    private func compareEvents(_ query: Query) -> Response {
        let keys = keys(query)
        return events(since: query["since"]) { [self] in
            shelf.note(keys)
            let runs = shelf.view.runs(keys)
            return PageState(
                version: version(runs),
                parts: { cache.parts(runs) { ComparePage(runs, keys: keys).parts } })
        }
    }

    private func events(
        since version: String?, _ look: @escaping @Sendable () -> PageState?
    ) -> Response {
        guard let place = streams.enter() else {
            var response = message(
                .serviceUnavailable, "Too many pages are open", "Close some, or load this again.")
            response.headers[.retryAfter] = "10"
            return response
        }
        let stream = UpdateStream(
            since: version, pause: limits.updateSeconds, look: look,
            hasEnded: { shelf.hasEnded })
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream; charset=utf-8"],
            body: ResponseBody { writer in
                try await stream.write(to: &writer)
                withExtendedLifetime(place) {}
                try await writer.finish(nil)
            })
    }
}

// MARK: Answers

extension DashboardResponder {
    private func html(_ text: String, _ status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private func message(
        _ status: HTTPResponse.Status, _ title: String, _ text: String, hasLink: Bool = true
    ) -> Response {
        html(MessagePage(title: title, text: text, hasLink: hasLink).html, status)
    }

    private var notFound: Response {
        message(
            .notFound, "There is nothing here",
            "There is no such run, or its files have been taken away.")
    }

    /// The same address without the token, so that it does not stay in the browser's history.
    private func welcome(_ path: String, _ query: Substring) -> Response {
        let rest = query.split(separator: "&").filter { !$0.hasPrefix("token=") }
            .joined(separator: "&")
        // Never to another host: a path of one slash.
        let target = "/" + path.drop { $0 == "/" || $0 == "\\" }
        return Response(
            status: .seeOther,
            headers: [
                .location: rest.isEmpty ? target : "\(target)?\(rest)",
                .setCookie: access.setCookie,
            ])
    }

    /// An answer behind which the connection is closed, whatever else comes on it.
    private func closing(
        _ response: Response, _ context: DashboardContext, allow: String? = nil
    ) -> Response {
        var response = response
        response.headers[.connection] = "close"
        if let allow { response.headers[.allow] = allow }
        let (body, channel) = (response.body, context.channel)
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            try await body.write(writer)
            channel.close(promise: nil)
        }
        return response
    }

    private static let headers: [(HTTPField.Name, String)] = {
        let policy = [
            "default-src 'none'", "script-src 'self'", "style-src 'self'",
            "style-src-attr 'unsafe-inline'", "img-src 'self' data:", "connect-src 'self'",
            "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
        ]
        let pairs = [
            ("Content-Security-Policy", policy.joined(separator: "; ")),
            ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-store"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
        ]
        return pairs.compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }
    }()
}
