import BallastEvents
import BallastReport
import Foundation
import Testing

@Suite("Updates")
struct UpdateTests {
    private static func key(_ caller: Caller) async throws -> String {
        try #require(Keys.all(in: await caller.ask("/").body).first)
    }

    @Test("what a journal gains comes over the stream of its page")
    func growth() async throws {
        let folder = try RunFolder()
        try folder.addRun("one", steps: 20)
        try await Served.folder(folder) { caller in
            let key = try await Self.key(caller)
            #expect(await caller.ask("/run/\(key)").body.contains("20 steps"))
            let text = try await caller.follow("/run/\(key)/events", until: "37 steps") {
                try folder.append(21...37, to: "one")
            }
            #expect(text.contains("event: update") && text.contains("37 steps"))
            #expect(await caller.ask("/run/\(key)").body.contains("37 steps"))
        }
    }

    @Test("the list shows runs that begin, grow and go away")
    func list() async throws {
        let folder = try RunFolder()
        try folder.addRun("one")
        try await Served.folder(folder) { caller in
            let came = try await caller.follow("/events", until: ">newcomer<") {
                try folder.addRun("newcomer", steps: 5)
            }
            #expect(came.contains(">newcomer<"))
            let key = try #require(Keys.all(in: await caller.ask("/?q=newcomer").body).first)
            _ = try await caller.follow("/run/\(key)/events", until: "event: gone") {
                try folder.remove("newcomer")
            }
            #expect(await caller.ask("/run/\(key)").status == 404)
            #expect(!(await caller.ask("/").body.contains(">newcomer<")))
        }
    }

    @Test("logs of other programs grow, too")
    func logs() async throws {
        let folder = try RunFolder()
        try folder.write("step,loss\n1,2\n2,1.5\n3,1.25\n", to: "other.csv")
        try await Served.folder(folder) { caller in
            let key = try await Self.key(caller)
            let text = try await caller.follow("/run/\(key)/events", until: "4 steps") {
                try folder.write("step,loss\n1,2\n2,1.5\n3,1.25\n4,1\n", to: "other.csv")
            }
            #expect(text.contains("4 steps"))
        }
    }

    @Test("what is half written or damaged is said in words, and the rest is served")
    func damage() async throws {
        let folder = try RunFolder()
        try folder.addRun("sound")
        try folder.addRun("half", steps: 20)
        try folder.append("{\"kind\":\"step\",\"step\":21,\"lo", to: "half")
        try folder.addRun("broken")
        try folder.append("this is no event\n", to: "broken")
        try folder.addRun("nonsense")
        try folder.write("{\"schema\":", to: "nonsense/run.json")
        try folder.addRun("empty")
        try folder.write("", to: "empty/events.jsonl")
        try folder.write("", to: "empty.csv")
        try folder.write("\u{0}\u{1}\u{2}", to: "binary.log")
        try await Served.folder(folder) { caller in
            let list = await caller.ask("/")
            #expect(list.status == 200)
            #expect(!list.body.contains(folder.outside))
            let keys = Keys.all(in: list.body)
            #expect(keys.count == 5)
            var pages: [String] = []
            for key in keys {
                let answer = await caller.ask("/run/\(key)")
                #expect(answer.status == 200)
                pages.append(answer.body)
            }
            #expect(pages.count { $0.contains("class=\"trouble\"") } == 2)
            #expect(pages.contains { $0.contains("events.jsonl:23") }, "it names the line")
            #expect(pages.contains { $0.contains("run.json") })
        }
    }

    @Test("runs of whose points only some are held are judged by all of them")
    func longRuns() async throws {
        let folder = try RunFolder()
        try folder.addRun("own", steps: 40_000, status: .completed)
        // Each hundredth batch is a bad one, which extremes alone do not tell.
        let rows = (1...40_000).map { step in
            "\(step),\(1 + (step % 100 == 7 ? 4 : 0) + Double(step * 7919 % 1000) / 5000)\n"
        }
        try folder.write("step,loss\n" + rows.joined(), to: "other.csv")
        let expected = try RecordedRun.all(at: folder.path).map { run in
            try run.diagnosis(now: { Date().timeIntervalSince1970 }).headline
        }
        #expect(expected.count == 2)
        try await Served.folder(folder) { caller in
            let text = await caller.ask(
                "/runs.json",
                until: { body in
                    body.components(separatedBy: "\"headline\"").count == 3
                })
            for headline in expected { #expect(text.contains(headline)) }
        }
    }

    @Test("a run that is written anew and one whose line is completed are read again")
    func restart() async throws {
        let folder = try RunFolder()
        try folder.addRun("one", steps: 30)
        try await Served.folder(folder) { caller in
            let key = try await Self.key(caller)
            #expect(await caller.ask("/run/\(key)").body.contains("30 steps"))
            let text = try await caller.follow("/run/\(key)/events", until: "11 steps") {
                try folder.write("", to: "one/events.jsonl")
                try folder.append(1...11, to: "one")
            }
            #expect(text.contains("11 steps"))
        }
    }

    @Test("several runs lie over each other in one chart")
    func overlay() async throws {
        let folder = try RunFolder()
        for index in 0..<8 { try folder.addRun("run-\(index)", steps: 20 + index) }
        try await Served.folder(folder) { caller in
            let keys = Keys.all(in: await caller.ask("/?sort=name").body)
            #expect(keys.count == 8)
            let query = keys.map { "run=\($0)" }.joined(separator: "&")
            let body = await caller.ask("/compare?\(query)&run=\(keys[0])&run=nonsense").body
            for title in ["Validation loss", "Training loss", "Learning rate"] {
                #expect(body.contains(">\(title)</title>"))
            }
            #expect(body.contains("run-5") && !body.contains("run-6"), "six can be told apart")
            #expect(await caller.ask("/compare").status == 200)
        }
    }

    @Test("the list is searched and sorted without a script")
    func search() async throws {
        let folder = try RunFolder()
        try folder.addRun("short", steps: 10, model: "mlp")
        try folder.addRun("long", steps: 40)
        try await Served.folder(folder) { caller in
            let bySteps = await caller.ask("/?sort=steps").body
            let byName = await caller.ask("/?sort=name").body
            #expect(bySteps.contains(/>long<[\s\S]*>short</))
            #expect(byName.contains(/>long<[\s\S]*>short</))
            let found = await caller.ask("/?q=MLP").body
            #expect(found.contains(/<tr id="run-[0-9a-f]{16}" hidden data-text="long/))
            #expect(found.contains(/<tr id="run-[0-9a-f]{16}" data-text="short/))
        }
    }
}
