import BallastReport

/// A file that the pages refer to.
struct DashboardAsset: Sendable {
    let type: String
    let text: String

    /// By name.
    static let all: [String: DashboardAsset] = [
        "dashboard.css": DashboardAsset(
            type: "text/css; charset=utf-8",
            text: [ReportStyle.all, DashboardStyle.css].joined(separator: "\n")),
        "charts.js": DashboardAsset(
            type: "text/javascript; charset=utf-8", text: ReportScript.source),
        "dashboard.js": DashboardAsset(
            type: "text/javascript; charset=utf-8", text: DashboardScript.source),
        "icon.svg": DashboardAsset(type: "image/svg+xml", text: icon),
    ]

    /// A keel with its ballast.
    private static let icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#005f94" \
        d="M16 2v15h9C25 10 21 5 16 2zM14 6C10 9 7 13 7 17h7z"/><path fill="#c25100" \
        d="M4 19h24c-1 6-5 9-9 9l-1 3h-4l-1-3c-4 0-8-3-9-9z"/></svg>
        """
}
