import BallastEvents
import BallastReport
import Foundation
import Testing

@Suite("Classes and images in a report")
struct EvaluationSectionsTests {
    private static let evil = "</td><script>alert(\"'&\")</script>\u{202E}\u{1}"

    /// A page whose record is short, beside an evaluation of so many classes.
    private static func page(_ evaluation: ModelEvaluation) -> String {
        let source = RecordSource(kind: "ballast", path: "run", steps: 3)
        var record = RunRecord(source: source)
        record.series[.trainLoss] = Series(steps: [1, 2, 3], values: [3, 2, 1])
        let diagnosis = Diagnosis(
            source: source, health: .healthy, findings: [], causes: [], notes: [])
        var beside = RunSupplements()
        beside.evaluation = evaluation
        let run = RecordedRun(name: "run", path: "run", record: record)
        return ReportPage(run, diagnosis, beside: beside).html
    }

    /// Each class has ten images, of which nine are found and one is taken for the next class.
    private static func evaluation(
        _ classes: Int, worst: [WorstSample] = [], name: (Int) -> String = { "kind\($0)" }
    ) -> ModelEvaluation {
        var confusion = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
        for index in 0..<classes {
            confusion[index][index] = 9
            confusion[index][(index + 1) % classes] += 1
        }
        return ModelEvaluation(
            step: 3, part: "validation", samples: 10 * classes, loss: 0.3, accuracy: 0.9, topK: 5,
            topKAccuracy: 1, classNames: (0..<classes).map(name),
            classSamples: [Int](repeating: 10, count: classes), confusion: confusion, worst: worst)
    }

    private static func sample(_ index: Int, thumbnail: String?, file: String? = nil)
        -> WorstSample
    {
        WorstSample(
            index: index, label: 0, guess: 1, guessProbability: 0.98, labelProbability: 0.01,
            loss: 4.6, file: file, thumbnail: thumbnail)
    }

    @Test("a matrix is a table with a heading for every row and column, and its shares as shades")
    func matrix() {
        let html = Self.page(Self.evaluation(3))
        #expect(html.contains("Of 30 validation images, 90 % are recognized with the weights of"))
        #expect(html.contains("kind0 taken for kind1, 1 of 10 images."))
        for name in ["kind0", "kind1", "kind2"] {
            #expect(html.contains("<th scope=\"row\">\(name)</th>"))
            #expect(html.contains("<th scope=\"col\"><span>\(name)</span></th>"))
        }
        let row = "<td class=\"r5\">9</td><td class=\"w2\">1</td><td></td>"
        #expect(html.contains("\(row)<td class=\"sum\">90 %</td><td class=\"sum\">10</td>"))
        #expect(html.contains("<th scope=\"row\">precision</th><td class=\"sum\">90 %</td>"))
    }

    @Test("more classes than a matrix has room for are told by their mistakes")
    func manyClasses() {
        #expect(Self.page(Self.evaluation(40)).contains("class=\"matrix dense\""))
        let html = Self.page(Self.evaluation(41))
        #expect(!html.contains("class=\"matrix"))
        #expect(html.contains("<caption>The most frequent mistakes</caption>"))
        #expect(html.contains("<caption>The classes that are found least, of 41</caption>"))
        let rows = html.matches(of: /<th scope="row">kind/).count
        #expect(rows == 40)
    }

    @Test("images have an alternative in words; what is no picture, or a large one, is left out")
    func images() {
        let html = Self.page(
            Self.evaluation(
                2,
                worst: [
                    Self.sample(7, thumbnail: "iVBORw0KGgo=", file: "cat/7.png"),
                    Self.sample(8, thumbnail: "\" onerror=\"alert(1)"),
                    Self.sample(9, thumbnail: String(repeating: "A", count: 30_000)),
                    Self.sample(10, thumbnail: nil),
                ]))
        #expect(
            html.contains(
                "<img src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"an image labelled kind0\""))
        #expect(html.matches(of: /<img\s/).count == 1 && !html.contains("onerror"))
        #expect(html.matches(of: /<div class="missing">/).count == 3)
        #expect(html.contains("<b>kind0</b><br>taken for kind1 (98\u{A0}%)"))
        #expect(html.contains("cat/7.png") && html.contains("no. 10"))
        #expect(html.contains("img-src data:;"))
    }

    @Test("no name of a class or a file becomes part of the page's structure")
    func escapes() {
        for classes in [2, 45] {
            let sample = Self.sample(1, thumbnail: "AAAA", file: Self.evil)
            let html = Self.page(
                Self.evaluation(classes, worst: [sample], name: { "\(Self.evil)\($0)" }))
            #expect(html.matches(of: /<script/).count == 1)
            #expect(!html.unicodeScalars.contains { $0.value == 1 || $0.value == 0x202E })
            #expect(
                html.matches(of: /&lt;\/td&gt;&lt;script&gt;/).count > (classes == 2 ? 6 : 40))
        }
    }

    @Test("a page with many classes and large pictures stays below 1 MB")
    func size() {
        let picture = String(repeating: "A", count: 24_000)
        for classes in [40, 1000] {
            let html = Self.page(
                Self.evaluation(
                    classes, worst: (0..<100).map { Self.sample($0, thumbnail: picture) },
                    name: { "a class with a name of some length, number \($0)" }))
            #expect(html.utf8.count < 1_000_000)
            #expect(html.matches(of: /<img\s/).count == 24)
        }
    }

    @Test("an evaluation of nothing is left out")
    func nothing() {
        let empty = ModelEvaluation(
            step: 0, part: "test", samples: 0, loss: .nan, accuracy: .nan, topK: 1,
            topKAccuracy: .nan, classNames: ["a", "b"], classSamples: [0, 0],
            confusion: [[0, 0], [0, 0]])
        let html = Self.page(empty)
        #expect(!html.contains("id=\"classes\"") && !html.contains("id=\"worst-images\""))
    }

    @Test("the numbers of a matrix stand out from their shades by 4.5 or more")
    func contrasts() throws {
        let html = Self.page(Self.evaluation(2))
        let rules = html.matches(
            of: /\.([rw][0-5])\{background:#([0-9a-f]{6});color:#([0-9a-f]{6})\}/)
        #expect(rules.count == 24)
        for rule in rules {
            let back = try #require(Int(rule.2, radix: 16))
            let front = try #require(Int(rule.3, radix: 16))
            #expect(Contrast.ratio(back, front) >= 4.5, "\(rule.1)")
        }
    }
}
