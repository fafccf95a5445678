import Testing

@Suite("Hostile names")
struct HostileNameTests {
    private static let hostile = "<img src=x onerror=alert(1)>\"'&<!--"
    /// What the name above becomes in a page, and nothing else of it.
    private static let escaped = "&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;&lt;!--"

    private static func folder() throws -> RunFolder {
        let folder = try RunFolder()
        try folder.addRun(
            hostile, model: "</script><b>model", data: "javascript:alert(2)//\u{202E}",
            classes: ["</td><script>alert(3)</script>", "b"])
        try folder.write("step,loss\n1,2\n2,1.5\n3,1\n", to: "<svg onload=alert(4)>.csv")
        return folder
    }

    @Test("in the list, the pages, the overlay and their streams every string is text")
    func pages() async throws {
        let folder = try Self.folder()
        try await Served.folder(folder) { caller in
            let list = await caller.ask("/")
            #expect(list.body.contains(Self.escaped))
            #expect(list.body.contains("&lt;svg onload=alert(4)&gt;.csv"))
            let keys = Keys.all(in: list.body)
            #expect(keys.count == 2)
            var texts = [list.body]
            for key in keys { texts.append(await caller.ask("/run/\(key)").body) }
            let query = keys.map { "run=\($0)" }.joined(separator: "&")
            texts.append(await caller.ask("/compare?\(query)").body)
            texts.append(await caller.ask("/?q=%3Cscript%3Ealert(5)%3C/script%3E&sort=%22x").body)
            for key in keys {
                texts.append(await caller.ask("/run/\(key)/report.html").text)
                texts.append(
                    await caller.send(
                        "GET /run/\(key)/events?since=<script> HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        until: "\"version\""
                    ).text)
            }
            for text in texts {
                #expect(!text.contains("<img") && !text.contains("<svg onload"))
                // A report's own script is its only one.
                #expect(text.ranges(of: "<script>").count <= (text.contains("attachment") ? 1 : 0))
                #expect(!text.contains("</script><b>"))
                #expect(!text.contains("\u{202E}"))
            }
        }
    }

    @Test("JSON holds the strings as they are, and is not taken for a page")
    func json() async throws {
        try await Served.folder(try Self.folder()) { caller in
            let answer = await caller.ask("/runs.json")
            #expect(answer.header("Content-Type") == "application/json; charset=utf-8")
            #expect(answer.header("X-Content-Type-Options") == "nosniff")
            #expect(answer.body.contains(#"<img src=x onerror=alert(1)>\""#))
        }
    }

    @Test("a header cannot be made by an address")
    func headers() async throws {
        try await Served.folder(try Self.folder(), token: "long-enough-token") { caller in
            let answer = await caller.ask(
                "//elsewhere.example/%0d%0aSet-Cookie:a=b?token=long-enough-token&q=1")
            #expect(answer.status == 303)
            #expect(answer.header("Location")?.hasPrefix("/elsewhere.example/") == true)
            #expect(answer.header("Set-Cookie")?.hasPrefix("ballast-dashboard=") == true)
        }
    }
}
