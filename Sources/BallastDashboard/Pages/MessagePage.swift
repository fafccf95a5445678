import BallastReport

/// A page that says one thing, such as that there is no such run.
struct MessagePage {
    let title: String
    let text: String
    /// The way out; false where the list may not be seen either.
    var hasLink = true

    var html: String {
        let link: HTMLText = hasLink ? "<p><a href=\"/\">All runs</a></p>" : ""
        return PageFrame(
            title: "\(title) · Ballast", kind: "message", events: nil,
            header: "<h1>\(title)</h1>", contents: "<p>\(text)</p>\n\(link)"
        ).html
    }
}
