import Foundation
import Testing

@Suite("Paths")
struct PathTests {
    @Test(
        "nothing but runs that were found has an address",
        arguments: [
            "/run/../../secret", "/run/%2e%2e%2f%2e%2e%2fsecret", "/run/%252e%252e%252fsecret",
            "/run/..%5c..%5csecret", "/run//etc/passwd", "/run/%2Fetc%2Fpasswd",
            "/run/0123456789abcdef%00", "/run/0123456789abcdef", "/run/0123456789ABCDEF",
            "/run/0123456789abcdef/events.jsonl", "/assets/../run.json", "/assets/%2e%2e/secret",
            "/assets/dashboard.css/../../secret", "/secret", "/run", "/run/", "/one/run.json",
            "/run/one", "/run/one/events.jsonl", "/events.jsonl", "/.", "/..;/", "/%",
            "/compare/../secret", "//", "/run/\u{E9}", "/?q=%ff%fe",
        ])
    func traversal(path: String) async throws {
        let folder = try RunFolder()
        try folder.addRun("one")
        try Data("the secret".utf8).write(to: URL(fileURLWithPath: folder.outside + "/secret"))
        try await Served.folder(folder) { caller in
            let answer = await caller.ask(path)
            #expect([200, 400, 404].contains(answer.status), "\(answer.status)")
            #expect((answer.status == 200) == path.hasPrefix("/?"))
            #expect(!answer.text.contains("the secret") && !answer.text.contains("root:"))
            #expect(!answer.text.contains(folder.outside))
        }
    }

    @Test("symbolic links that leave the folder are not followed")
    func links() async throws {
        let folder = try RunFolder()
        try folder.addRun("inside")
        let elsewhere = try RunFolder()
        try elsewhere.addRun("elsewhere", model: "the-secret-model")
        try elsewhere.write("step,loss\n1,2\n2,1.5\n3,123.5\n", to: "log.csv")
        let links = [
            ("directory", elsewhere.path + "/elsewhere"), ("log.csv", elsewhere.path + "/log.csv"),
            ("all", elsewhere.path), ("root", "/etc"),
        ]
        for (name, target) in links {
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder.path)/\(name)", withDestinationPath: target)
        }
        // Its directory is inside, and one of its files is not.
        try folder.addRun("half")
        try folder.remove("half/events.jsonl")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/half/events.jsonl",
            withDestinationPath: elsewhere.path + "/elsewhere/events.jsonl")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/same", withDestinationPath: "inside")
        try await Served.folder(folder) { caller in
            let list = await caller.ask("/")
            #expect(list.body.contains(">inside<") || list.body.contains(">same<"))
            #expect(!list.body.contains("the-secret-model") && !list.body.contains("123.5"))
            #expect(Keys.all(in: list.body).count == 1)
        }
    }
}
