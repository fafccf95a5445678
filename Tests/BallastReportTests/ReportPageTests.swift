import BallastEvents
import BallastReport
import Foundation
import Testing

@Suite("Reports as HTML")
struct ReportPageTests {
    private static let evil = "</title><script>alert(\"'&\")</script>\u{202E}\u{1}"

    private static func run(_ name: String = "mine", steps: Int) -> RecordedRun {
        let source = RecordSource(kind: "jsonl", path: "logs/\(name)", steps: steps)
        var record = RunRecord(source: source)
        let numbers = Array(1...steps)
        let losses = numbers.map { step in
            2 / Double(step).squareRoot() + 0.1 * Double(step * 7919 % 101) / 101
        }
        for channel in [Channel.trainLoss, .validationLoss, .gradientNorm, .learningRate] {
            record.series[channel] = Series(steps: numbers, values: losses)
        }
        return RecordedRun(name: name, path: "logs/\(name)", record: record)
    }

    private static func diagnosis(
        of run: RecordedRun, findings: [Finding] = [], causes: [CauseReport] = [],
        notes: [String] = [], replays: [ReplaySummary] = []
    ) -> Diagnosis {
        Diagnosis(
            source: run.record.source, health: causes.isEmpty ? .healthy : .unhealthy,
            findings: findings, causes: causes, notes: notes, replays: replays)
    }

    private func recording(_ name: String) throws -> RecordedRun {
        let path = try #require(Bundle.module.resourceURL).appending(path: "Recordings/\(name)")
            .path
        return try #require(try RecordedRun.all(at: path).first)
    }

    /// The level of each heading in its order.
    private func headings(_ html: String) -> [Int] {
        html.matches(of: /<h([1-6])[ >]/).compactMap { Int($0.1) }
    }

    @Test("no string of a run becomes part of the page's structure")
    func escapes() {
        let evil = Self.evil
        var run = Self.run(evil, steps: 20)
        run.record.classes = 2
        run.record.labelCounts = StepSeries(steps: [1, 2], values: [[3, 5], [8, 0]])
        run.record.layers = [
            LayerRecord(step: 1, layers: [LayerProbe(name: evil, gradientNorm: 1)])
        ]
        run.record.decisions = [
            GuardDecision(step: 3, action: .skip, reason: evil, evidence: [:])
        ]
        run.record.configuration = RunConfiguration()
        run.record.configuration?.model = evil
        run.record.configuration?.data = evil
        let finding = Finding(
            .spike, .trainLoss, steps: 3...5, value: 9, threshold: 1, text: evil)
        let cause = CauseReport(
            .badBatch, .likely, probability: 0.7, evidence: [evil],
            remedy: Remedy(summary: evil, code: evil), settledBy: evil)
        let html = ReportPage(
            run, Self.diagnosis(of: run, findings: [finding], causes: [cause], notes: [evil])
        ).html
        #expect(html.matches(of: /<script/).count == 1 && !html.contains(evil))
        #expect(!html.unicodeScalars.contains { $0.value == 1 || $0.value == 0x202E })
        #expect(html.contains("&lt;script&gt;alert(&quot;&#39;&amp;&quot;)&lt;/script&gt;"))
        #expect(html.matches(of: /<(?:html|head|body|main|style)[ >]/).count == 5)
    }

    @Test("a page stays below 1 MB for 100,000 steps, and every spike is in it")
    func size() throws {
        var run = Self.run(steps: 100_000)
        let spiked = run.record[.trainLoss]
        var values = spiked.values
        values[54_321] = 1e6
        values[77_777] = .nan
        run.record.series[.trainLoss] = Series(steps: spiked.steps, values: values)
        run.record.labelCounts = StepSeries(
            steps: Array(1...100_000),
            values: (1...100_000).map { [$0 % 13, 3, 4, 5, 6, 7, 8] })
        let layers = (0..<120).map { "layer\($0).conv" }
        run.record.layers = (1...2000).map { index in
            LayerRecord(
                step: index * 50,
                layers: layers.enumerated().map { position, name in
                    let value = Double((index * 31 + position * 17) % 1009)
                    return LayerProbe(
                        name: name, gradientNorm: value, weightNorm: 3, updateNorm: value,
                        deadFraction: value / 1009, batchNormDrift: value)
                })
        }
        let html = ReportPage(run, Self.diagnosis(of: run)).html
        #expect(html.utf8.count < 1_000_000)
        #expect(html.contains("its highest value is 1e+06 at step 54322"))
        #expect(html.contains("one value, at step 77778, is not finite"))
        #expect(html.contains("the line is their median"))
        let begin = try #require(html.firstRange(of: "<title>training loss</title><path "))
        let line = html[begin.upperBound...].prefix { $0 != ">" }
        // The spike alone reaches the upper rim of the plot.
        let heights = line.matches(of: /[ML][0-9.]+ ([0-9.]+)/).compactMap { Double($0.1) }
        let highest = heights.sorted().prefix(2)
        #expect(highest.count == 2 && highest[1] - highest[0] > 100)
        #expect(heights.count > 1000 && heights.count < 5000)
    }

    @Test("headings come in order, and every chart has an alternative in words")
    func structure() throws {
        let run = try recording("hook-validation-spike")
        let html = ReportPage(run, try run.diagnosis(now: { 0 })).html
        #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
        let levels = headings(html)
        #expect(levels.first == 1 && levels.filter { $0 == 1 }.count == 1)
        #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 })
        let pictures = html.matches(of: /<svg [^>]*>/).map { String($0.0) }
        #expect(pictures.count >= 8)
        for picture in pictures {
            let names = try #require(picture.firstMatch(of: /aria-labelledby="([^ ]+) ([^"]+)"/))
            #expect(picture.contains("role=\"img\""))
            #expect(html.contains("<title id=\"\(names.1)\">"))
            #expect(html.contains("<desc id=\"\(names.2)\">"))
        }
        let identifiers = html.matches(of: #/ id="([^"]*)"/#).map { String($0.1) }
        #expect(Set(identifiers).count == identifiers.count, "an identifier stands twice")
    }

    @Test("nothing is fetched, and nothing but the page's own script is run")
    func selfContained() throws {
        let run = try recording("hook-bad-batch")
        let html = ReportPage(run, try run.diagnosis(now: { 0 })).html
        for word in ["src=", "<link", "@import", "url(http", " onload=", "fetch(", "eval("] {
            #expect(!html.contains(word), "\(word) in the page")
        }
        #expect(html.matches(of: /<script/).count == 1)
        #expect(html.contains(ReportScript.element))
        #expect(html.contains("default-src 'none'"))
        #expect(html.contains("script-src '\(ReportScript.digest)'"))
    }

    @Test(
        "a hooked run's page names its cause, the code that repairs it and what would settle it",
        arguments: ["hook-validation-spike", "hook-bad-batch", "hook-rate-too-high"])
    func hooked(name: String) throws {
        let run = try recording(name)
        let diagnosis = try run.diagnosis(now: { 0 })
        let html = ReportPage(run, diagnosis).html
        let cause = try #require(diagnosis.leadingCause)
        #expect(html.contains("<h1>\(diagnosis.headline.replacing("'", with: "&#39;"))</h1>"))
        #expect(html.contains(">\(cause.cause.rawValue)</th>"))
        #expect(html.contains("<dt>What would settle it</dt>"))
        #expect(html.contains("<dt>The repair</dt>") && html.contains("<pre tabindex=\"0\"><code>"))
    }

    @Test("the control and the re-runs stand over each other with what they recover")
    func proof() {
        let run = Self.run(steps: 20)
        let replay = { (intervention: Intervention, values: [Double], share: Double?) in
            ReplaySummary(
                intervention: intervention, seed: 0, fromStep: 4, channel: .validationLoss,
                steps: [4, 8, 12], values: values, recoveredFraction: share)
        }
        let cause = CauseReport(
            .batchnormStatisticsLag, .proven, probability: 0.97, recoveredFraction: 0.973,
            interval: 0.9...1, evidence: [], remedy: Remedy(summary: "do it"))
        let diagnosis = Self.diagnosis(
            of: run, causes: [cause],
            replays: [
                replay(.unchanged, [2, 100, .infinity], nil),
                replay(.reestimateStatistics(batches: 2), [2, 1.5, 1], 0.973),
            ])
        let html = ReportPage(run, diagnosis).html
        #expect(html.contains(">unchanged (control)</text>"))
        #expect(html.contains("over 2 batches: 97.3 % of the damage gone</text>"))
        #expect(html.contains("90 % interval 90 % to 100 %"))
        #expect(html.contains("h10l-5 -9z"), "the control's infinity stands at the rim")
    }

    @Test("text stands out from its paper by 4.5 or more, on light and on dark")
    func contrasts() throws {
        let html = ReportPage(Self.run(steps: 5), Self.diagnosis(of: Self.run(steps: 5))).html
        let rules = html.matches(of: /\.bc \.(ink|soft|paper|fill[0-5])\{fill:#([0-9a-f]{6})/)
            .map { (String($0.1), Int($0.2, radix: 16) ?? 0) }
        let pages = html.matches(of: /--(paper|panel|ink|soft|link|bad|good):#([0-9a-f]{3,6})/)
            .map { match in
                let (name, digits) = (match.1, match.2)
                let long = digits.count == 3 ? digits.map { "\($0)\($0)" }.joined() : "\(digits)"
                return (String(name), Int(long, radix: 16) ?? 0)
            }
        #expect(rules.count == 18 && pages.count >= 14)
        for part in [rules.prefix(9), rules.suffix(9), pages.prefix(7), pages[7..<14]] {
            let papers = part.filter { ["paper", "panel"].contains($0.0) }
            #expect(!papers.isEmpty)
            for (name, color) in part where !["paper", "panel"].contains(name) {
                for paper in papers {
                    #expect(Contrast.ratio(color, paper.1) >= 4.5, "\(name) on \(paper.0)")
                }
            }
        }
    }

    @Test("a record without a single value makes a page too")
    func empty() {
        let source = RecordSource(kind: "text", path: "log.txt", steps: 0)
        let run = RecordedRun(name: "log", path: "log.txt", record: RunRecord(source: source))
        let diagnosis = Diagnosis(
            source: source, health: .undetermined, findings: [], causes: [], notes: [])
        let html = ReportPage(run, diagnosis).html
        #expect(html.contains("<h1>Undetermined: the record is too thin to say.</h1>"))
        #expect(!html.contains("<svg"))
    }

    @Test(
        "names between back-quotes are set as code, and nothing else becomes markup",
        arguments: [
            ("`loss` was read as percent", "<code>loss</code> was read as percent"),
            ("`a<b` and `c`", "<code>a&lt;b</code> and <code>c</code>"),
            ("one ` alone", "one ` alone"), ("", ""), ("plain & simple", "plain &amp; simple"),
        ])
    func prose(text: String, html: String) {
        #expect(HTMLText(prose: text).source == html)
    }
}
