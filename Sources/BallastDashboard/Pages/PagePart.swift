import BallastReport

/// A piece of a page that is sent again by itself when it changes.
struct PagePart: Sendable, Hashable {
    /// Unique within the page; an element of the piece bears it.
    let identifier: String
    /// One element.
    let html: HTMLText

    init(_ identifier: String, _ html: HTMLText) {
        self.identifier = identifier
        self.html = html
    }

    /// Contents in an element of their own.
    static func boxed(_ identifier: String, _ contents: HTMLText) -> PagePart {
        PagePart(identifier, "<div class=\"part\" id=\"\(identifier)\">\(contents)</div>")
    }
}
