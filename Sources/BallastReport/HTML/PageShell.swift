import BallastCore

/// A page of HTML in one file: styles and script of its own, and nothing from elsewhere.
struct PageShell {
    let title: String
    /// The class of the page's body; of letters.
    var state = ""
    let header: HTMLText
    let main: HTMLText

    /// Its own styles and script, and pictures that stand in it; nothing else.
    private static let policy: HTMLText = """
        default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
        script-src '\(HTMLText(trusted: ReportScript.digest))'
        """

    var html: String {
        let page: HTMLText = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="generator" content="Ballast \(BallastVersion.current)">
            <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
            <title>\(title)</title>
            <style>
            \(HTMLText(trusted: ReportStyle.all))
            </style>
            </head>
            <body class="\(state)">
            <header>
            \(header)
            </header>
            <main>
            \(main)
            </main>
            <footer><p>Made by Ballast \(BallastVersion.current).</p></footer>
            \(HTMLText(trusted: ReportScript.element))
            </body>
            </html>

            """
        return page.source
    }
}
