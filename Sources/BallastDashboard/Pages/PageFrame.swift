import BallastCore
import BallastReport

/// What all pages of the dashboard have around their contents.
struct PageFrame {
    var title: String
    /// Names the kind of page to the style sheet.
    var kind: String
    /// Where updates come from; nil for a page that never changes.
    var events: String?
    var header: HTMLText
    var contents: HTMLText

    var html: String {
        let live: HTMLText = events.map { " data-events=\"\($0)\"" } ?? ""
        let page: HTMLText = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="generator" content="Ballast \(BallastVersion.current)">
            <title>\(title)</title>
            <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/assets/dashboard.css">
            <script src="/assets/charts.js" defer></script>
            <script src="/assets/dashboard.js" defer></script>
            </head>
            <body class="dashboard \(kind)-page"\(live)>
            <a class="skip" href="#contents">Skip to the contents</a>
            <header>
            \(header)
            </header>
            <main id="contents">
            \(contents)
            </main>
            <footer><p>Ballast \(BallastVersion.current) · \(Self.liveNote)</p></footer>
            </body>
            </html>

            """
        return page.source
    }

    /// Filled in by the script, which knows whether updates come.
    private static let liveNote: HTMLText =
        "<span id=\"live\" role=\"status\">as of when this page was made</span>"
}
