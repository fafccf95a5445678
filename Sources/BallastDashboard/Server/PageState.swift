/// How a page stands that is kept up to date.
struct PageState: Sendable {
    /// Differs where the page may have changed.
    let version: String
    /// Makes its parts, which takes long.
    let parts: @Sendable () -> [PagePart]

    /// A page of which nothing is known yet.
    static let none = PageState(version: "", parts: { [] })
}
