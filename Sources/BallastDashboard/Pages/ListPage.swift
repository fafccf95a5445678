import BallastEvents
import BallastReport

/// All runs: their states, their curves in small, what was found in them.
struct ListPage {
    private let view: ShelfView
    /// What the folder is called.
    private let place: String
    private let words: String
    private let order: ListOrder

    init(_ view: ShelfView, place: String, words: String = "", order: ListOrder = .newest) {
        self.view = view
        self.place = place
        self.words = words
        self.order = order
    }

    /// - Parameter version: of what is shown, so that only what changes after it is sent again.
    func html(version: String) -> String {
        PageFrame(
            title: "Runs in \(place) · Ballast", kind: "list",
            events: "/events?since=\(version)",
            header: "<p class=\"run\">\(place)/</p>\n<h1>Runs</h1>\n\(state.html)",
            contents: "\(search)\n\(table)\n\(notes.html)"
        ).html
    }

    /// Everything that is sent again when it changes. The rows come in the order of the list.
    var parts: [PagePart] { [state, notes] + rows }

    private var rows: [PagePart] {
        order.sorted(view.runs).map { run in
            let row = RunRow(run)
            return row.part(isShown: row.isFound(by: words))
        }
    }

    private var state: PagePart {
        let runs = view.runs.map(\.summary)
        let live = runs.count(where: \.state.isLive)
        let broken = runs.count { $0.health == .unhealthy }
        let texts = [
            runs.count == 1 ? "1 run" : "\(runs.count) runs",
            live == 0 ? "" : "\(live) going on",
            broken == 0 ? "" : "something was found in \(broken)",
            view.isComplete ? "" : "still reading …",
        ]
        let text = texts.filter { !$0.isEmpty }.joined(separator: " · ")
        return PagePart("state", "<p class=\"state\" id=\"state\">\(text)</p>")
    }

    private var search: HTMLText {
        let options = ListOrder.allCases.map { order in
            let chosen: HTMLText = order == self.order ? " selected" : ""
            return "<option value=\"\(order.rawValue)\"\(chosen)>\(order.title)</option>"
                as HTMLText
        }.joined(separator: "")
        return """
            <form class="find" action="/" method="get" role="search">
            <label>Search <input type="search" name="q" id="search" value="\(words)" \
            autocomplete="off" placeholder="name, model, data, state, cause"></label>
            <label>Sort by <select name="sort" id="sort">\(options)</select></label>
            <button type="submit">Show</button>
            </form>
            """
    }

    private var table: HTMLText {
        """
        <form class="chosen" action="/compare" method="get">
        <div class="scroll" role="region" tabindex="0" aria-label="Runs">
        <table class="runs">
        <thead><tr><td></td><th scope="col">Run</th><th scope="col">State</th>\
        <th scope="col">Steps</th><th scope="col">Validation loss</th>\
        <th scope="col">Its curve</th><th scope="col">What was found</th>\
        <th scope="col">Written</th></tr></thead>
        <tbody data-parts>
        \(rows.map(\.html).joined())
        </tbody></table></div>
        <p class="act"><button type="submit" id="overlay">Lay the chosen runs over each other\
        </button> <span id="count" role="status"></span></p>
        </form>
        """
    }

    private var notes: PagePart {
        var pieces: [HTMLText] = []
        if let trouble = view.trouble { pieces.append("<p class=\"trouble\">\(trouble)</p>") }
        if view.runs.isEmpty, view.isComplete, view.trouble == nil {
            pieces.append(
                """
                <p>There is no run here yet. One is shown as soon as it begins, such as by \
                <code>ballast train</code>.</p>
                """)
        }
        if view.isCut {
            pieces.append(
                "<p class=\"trouble\">The folder holds more than is searched; name one in it.</p>")
        }
        if !view.passedOver.isEmpty {
            let items = view.passedOver.prefix(50).map { entry in
                "<li><b>\(entry.place)</b>: \(entry.why)</li>" as HTMLText
            }.joined()
            let count = view.passedOver.count
            let title = count == 1 ? "1 file was passed over" : "\(count) files were passed over"
            pieces.append(
                "<details><summary>\(title)</summary><ul>\(items)</ul></details>")
        }
        return .boxed("notes", pieces.joined())
    }
}
