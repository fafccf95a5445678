import BallastReport
import Testing

@Suite struct TerminalChartTests {
    static let ascii = TerminalStyle(isTerminal: false, usesColor: false, usesUnicode: false)
    static let colors = TerminalStyle(isTerminal: true, usesColor: true, usesUnicode: true)

    static let falling = TerminalChart(
        title: "train", series: [.init(name: "loss", values: [4, 2, 1, 0.5, 0.25, 0.2])],
        width: 30, height: 5)

    static let spike = TerminalChart(
        title: "loss",
        series: [
            .init(name: "train", values: [2, 1.5, 1, 0.8, 0.7, 0.6]),
            .init(name: "validation", values: [2, .nan, 100, .infinity, 10, 0]),
        ],
        reference: .init(1.9459, label: "ln 7"), isLogarithmic: true, width: 36, height: 6)

    @Test func oneSeriesIsDrawnInBraille() {
        #expect(
            Self.falling.text(style: .plain) == """
                train
                4 ┤⠑⢄
                  │  ⠑⠢⡀
                2 ┤    ⠈⠢⣀
                  │       ⠉⠒⠤⣀⡀
                  │           ⠈⠉⠑⠒⠢⠤⠤⢄⣀⣀⣀⣀⣀⣀⣀⣀
                  └───────────────────────────
                   1          step           6
                   ━━ loss

                """)
    }

    @Test func asciiHasNothingElse() {
        let text = Self.falling.text(style: Self.ascii)
        #expect(
            text == """
                train
                4 |**
                  |  **
                2 |    ****
                  |        *****
                  |             **************
                  +---------------------------
                   1          step           6
                   * loss

                """)
        #expect(text.unicodeScalars.allSatisfy { $0.isASCII })
    }

    @Test func severalSeriesHaveMarksAndNonFiniteValuesTheRim() {
        #expect(
            Self.spike.text(style: .plain) == """
                loss
                100 ┤     ×    o    ▲
                    │
                    │                    o
                    │
                    │o*******┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ ln 7
                  1 ┤        *****************▼
                    └──────────────────────────
                     1          step          6
                     * train   o validation

                """)
    }

    @Test func colorsTellSeriesApart() {
        let text = Self.spike.text(style: Self.colors)
        #expect(text.contains("\u{1B}[36m━━\u{1B}[0m train"))
        #expect(text.contains("\u{1B}[33m━━\u{1B}[0m validation"))
        #expect(text.contains("\u{1B}[33m▲\u{1B}[0m"))
    }

    @Test(arguments: [20, 36, 76, 120], [3, 6, 16])
    func noLineIsWiderThanTheChart(width: Int, height: Int) {
        for style in [TerminalStyle.plain, Self.ascii, Self.colors] {
            for var chart in [Self.falling, Self.spike] {
                (chart.width, chart.height) = (width, height)
                let lines = chart.text(style: style).split(separator: "\n")
                // A legend of two series takes two lines where there is little room.
                let isWrapped = width < 36 && chart.series.count > 1
                #expect(lines.count == height + (isWrapped ? 5 : 4))
                for line in lines {
                    #expect(String(line).displayWidth <= width, "\(line)")
                }
            }
        }
    }

    @Test(
        arguments: [
            [], [1], [0], [-3, -3], [.nan], [.infinity, -.infinity], [1e308, -1e308], [1.7e308],
            [1e-300, 1e300],
            [0, .leastNonzeroMagnitude],
        ] as [[Double]])
    func oddValuesDrawSomething(values: [Double]) {
        for isLogarithmic in [false, true] {
            let chart = TerminalChart(
                title: "", series: [.init(name: "s", values: values)],
                isLogarithmic: isLogarithmic)
            #expect(chart.text(style: .plain).contains("━━ s"))
        }
    }

    @Test func marksHaveLettersOnALogarithmicAxis() {
        let chart = TerminalChart(
            title: "range", series: [.init(name: "loss", points: [(1e-3, 2), (0.1, 1), (10, 4)])],
            width: 30, height: 4, horizontalLabel: "rate", isHorizontalLogarithmic: true,
            marks: [.init(0.1, label: "best"), .init(0.11, label: "next"), .init(99, label: "no")])
        #expect(
            chart.text(style: Self.ascii) == """
                range
                4 |             ::         ***
                  |             ::     ****
                2 |*******      :: ****
                  |       *********
                  +-------------AB------------
                   0.001               1
                              rate
                   * loss
                   A  best
                   B  next

                """)
    }
}
