import BallastCore
import BallastEvents
import BallastReport
import Testing

@Suite("Searches for a learning rate as pages")
struct RatePageTests {
    private static let evil = "</td><script>alert(1)</script>"

    private static func points(_ rates: [Double], losses: [String]) -> String {
        zip(rates, losses).map {
            "{\"learningRate\":\($0),\"loss\":\($1),\"smoothedLoss\":\($1)}"
        }.joined(separator: ",")
    }

    private static func test(_ word: String = "m", suggestion: String = "0.05") throws
        -> RateTest
    {
        let curve = points([0.001, 0.01, 0.1, 1], losses: ["2", "1.5", "1", "\"nan\""])
        let mean = points([0.001, 0.01, 0.1], losses: ["2", "1.5", "1"])
        let text = """
            {"schema":1,"model":"\(word)","data":"d","suggestion":\(suggestion),
            "suggestionBasis":"trials","interval":[0.1,0.2],"intervalIsClosed":true,
            "sharpnessLimit":0.3,"sharpnessLimitAtStart":null,"divergenceRate":1,
            "rangeTest":[\(mean)],"guessingLoss":1.95,"notes":["\(word)"],
            "rangeCurves":[{"seed":1,"points":[\(curve)],"ending":"nonFinite"}],
            "trials":[{"learningRate":0.1,"seed":1,"verdict":"stable","steps":9,"startLoss":2,
            "peakLoss":2,"endLoss":1},{"learningRate":0.2,"seed":1,"verdict":"\(word)","steps":9,
            "startLoss":2,"peakLoss":3,"endLoss":"inf"}]}
            """
        return try RateTest(json: Array(text.utf8), at: "find-lr.json")
    }

    private static func row(_ remedies: String, _ outcome: String, steps: String) -> String {
        """
        {"remedies":\(remedies),"outcome":"\(outcome)","fault":null,"highestStableRate":0.4,
        "factor":4,"learningRate":0.2,"stepsToTarget":\(steps),"stepShare":0.25,
        "finalValidationLoss":0.5,"seeds":[1,2],"courses":[
        {"seed":1,"validations":[{"step":0,"loss":2},{"step":9,"loss":1}]},
        {"seed":2,"validations":[{"step":0,"loss":2},{"step":9,"loss":0.5},{"step":18,"loss":0.1}]}
        ]}
        """
    }

    private static func ranking(_ word: String = "batch-norm") throws -> RemedyRanking {
        let best = row("[\"\(word)\"]", "reached", steps: "16")
        let text = """
            {"schema":1,"baseline":\(row("[]", "reached", steps: "64")),"target":0.6,
            "remedies":[\(best),\(row("[\"adam\"]", "unstable", steps: "null"))],
            "combinations":[],"best":\(best),"configuration":{"model":"\(word)","data":"d"},
            "isComplete":true,"notes":[]}
            """
        return try RemedyRanking(json: Array(text.utf8), at: "raise-lr.json")
    }

    @Test("a range test's page has the suggestion, the chart with its interval, and the trials")
    func rates() throws {
        let html = RatePage(try Self.test("collapsed")).html
        #expect(html.contains("<h1>Train at a learning rate of 0.05</h1>"))
        #expect(html.contains(">suggestion 0.05</text>"))
        #expect(html.contains("between them a training ceases to be stable: 0.1 to 0.2"))
        #expect(html.contains("<title>unstable rates</title>"))
        #expect(html.contains("<td>collapsed to one answer</td>"))
        #expect(html.contains("The highest rate that was stable with every seed is 0.1, the"))
        #expect(html.contains("data-name=\"learning rate\""))
        let none = RatePage(try Self.test(suggestion: "null")).html
        #expect(none.contains("<h1>No learning rate can be suggested</h1>"))
    }

    @Test("a race's page has the trainings over each other and a row for each remedy")
    func remedies() throws {
        let html = RatePage(try Self.ranking()).html
        #expect(html.contains("<h1>Best: batch-norm</h1>"))
        #expect(
            html.contains("0.6, after 16 steps instead of 64; its highest stable rate is 4 times"))
        #expect(html.contains("<td>16<span class=\"bar\"><i style=\"width:25%\"></i></span></td>"))
        #expect(html.contains("<td>no stable rate</td>"))
        let begin = try #require(html.firstRange(of: "<title>batch-norm</title><path d=\""))
        let line = html[begin.upperBound...].prefix { $0 != "\"" }
        // The third validation is one seed's alone.
        #expect(line.matches(of: /[ML]/).count == 2)
    }

    @Test("no name becomes part of a page's structure")
    func escapes() throws {
        for html in [
            RatePage(try Self.test(Self.evil)).html, RatePage(try Self.ranking(Self.evil)).html,
        ] {
            #expect(html.matches(of: /<script/).count == 1 && !html.contains("</td><script"))
            #expect(html.contains("&lt;script&gt;alert(1)"))
        }
    }

    @Test("what is no such answer is damaged")
    func damage() {
        for text in ["", "{}", "[1]", "{\"interval\":[1,2]}"] {
            #expect(throws: BallastError.self) {
                try RateTest(json: Array(text.utf8), at: "find-lr.json")
            }
            #expect(throws: BallastError.self) {
                try RemedyRanking(json: Array(text.utf8), at: "raise-lr.json")
            }
        }
    }

    @Test("both stand in the page of a run")
    func beside() throws {
        var beside = RunSupplements()
        (beside.rateTest, beside.remedies) = (try Self.test(), try Self.ranking())
        let source = RecordSource(kind: "ballast", path: "run", steps: 0)
        let run = RecordedRun(name: "run", path: "run", record: RunRecord(source: source))
        let diagnosis = Diagnosis(
            source: source, health: .undetermined, findings: [], causes: [], notes: [])
        let html = ReportPage(run, diagnosis, beside: beside).html
        #expect(html.contains("<h2 id=\"find-lr-answer\">The learning rate</h2>"))
        #expect(html.contains("<h2 id=\"raise-lr-answer\">What would raise it</h2>"))
    }
}
