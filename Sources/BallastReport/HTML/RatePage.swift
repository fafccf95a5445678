/// The answer of a search for a learning rate as a page: one file that needs no network.
///
/// Every string of it is escaped.
public struct RatePage: Sendable {
    private let title: String
    private let subject: String
    private let bodyText: HTMLText

    /// The page of `ballast find-lr`.
    public init(_ test: RateTest) {
        let report = RateTestReport(test)
        title = report.headline
        subject = [test.model, test.data].compactMap { $0 }.joined(separator: " on ")
        bodyText = report.html
    }

    /// The page of `ballast raise-lr`.
    public init(_ ranking: RemedyRanking) {
        let report = RemedyReport(ranking)
        title = report.headline
        subject = [ranking.configuration?.model, ranking.configuration?.data]
            .compactMap { $0 }.joined(separator: " on ")
        bodyText = report.html
    }

    public var html: String {
        PageShell(
            title: title,
            header: """
                <p class="run">\(subject)</p>
                <h1>\(title)</h1>
                """,
            main: bodyText
        ).html
    }
}
