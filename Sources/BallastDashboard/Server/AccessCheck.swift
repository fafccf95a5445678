import HTTPTypes
import Hummingbird

/// Who may read: whoever knows the token, or without one any program of this machine that speaks
/// to it under a name of this machine.
struct AccessCheck: Sendable {
    enum Verdict {
        case granted
        /// The token was in the address; it goes on without it.
        case grantedByAddress
        case tokenNeeded
        /// The request was made for another host, as a page of that host would after its name was
        /// bound to this machine.
        case otherHost
    }

    private let host: String
    private let token: String?
    /// What the cookie holds, so that it is not the token itself.
    private let secret: String
    static let cookie = "ballast-dashboard"

    init(host: String, token: String?) {
        self.host = host
        self.token = token
        var generator = SystemRandomNumberGenerator()
        secret = (0..<4).map { _ in String(generator.next() as UInt64, radix: 16) }
            .joined(separator: "-")
    }

    func verdict(_ head: HTTPRequest, _ query: Query) -> Verdict {
        guard let token else {
            return isOwn(head.authority ?? "") ? .granted : .otherHost
        }
        if let bearer = head.headerFields[.authorization], bearer.hasPrefix("Bearer "),
            Self.areEqual(String(bearer.dropFirst(7)), token)
        {
            return .granted
        }
        if cookies(head).contains(where: { Self.areEqual($0, secret) }) { return .granted }
        guard let asked = query["token"], Self.areEqual(asked, token) else { return .tokenNeeded }
        return .grantedByAddress
    }

    /// What makes the browser remember that it knows the token.
    var setCookie: String { "\(Self.cookie)=\(secret); Path=/; HttpOnly; SameSite=Strict" }

    private func cookies(_ head: HTTPRequest) -> [String] {
        head.headerFields[values: .cookie].flatMap { $0.split(separator: ";") }.compactMap { pair in
            let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0] == Self.cookie else { return nil }
            return String(parts[1])
        }
    }

    private func isOwn(_ authority: String) -> Bool {
        let name: Substring
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            name = authority[authority.index(after: authority.startIndex)..<end]
        } else {
            name = authority.prefix { $0 != ":" }
        }
        return ["localhost", "127.0.0.1", "::1", host].contains(name.lowercased())
    }

    /// Takes as long whatever the first difference is.
    private static func areEqual(_ one: String, _ other: String) -> Bool {
        let (first, second) = (Array(one.utf8), Array(other.utf8))
        var difference = UInt8(first.count == second.count ? 0 : 1)
        for index in second.indices {
            difference |= second[index] ^ (index < first.count ? first[index] : 0)
        }
        return difference == 0
    }
}
