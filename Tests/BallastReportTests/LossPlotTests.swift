import BallastReport
import Testing

@Suite struct LossPlotTests {
    private static let ascii = TerminalStyle(
        isTerminal: false, usesColor: false, usesUnicode: false)

    @Test func bothLossesAreDrawn() {
        var plot = LossPlot(classes: 7)
        for step in 1...40 { plot.addTraining(step: step, loss: 2 / (1 + Double(step) / 10)) }
        for step in stride(from: 10, through: 40, by: 10) {
            plot.addValidation(step: step, loss: step == 20 ? 150 : 1.5)
        }
        #expect(
            plot.chart(width: 50, height: 8).text(style: Self.ascii) == """
                loss (logarithmic axis)
                100 |                  oo
                    |                oo  oo
                    |              oo      oo
                    |            oo          oo
                    |          oo              oo
                    |****-----o------------------oooooooooooo ln 7
                  1 |    ******************
                    |                      ******************
                    +----------------------------------------
                     1                step                 40
                     * training   o validation

                """)
    }

    @Test func aMillionStepsTakeLittleAndHideNoSpike() {
        var plot = LossPlot(classes: 10)
        for step in 1...200_000 {
            let loss = step == 77_777 ? 1e6 : step == 120_000 ? Double.nan : 1
            plot.addTraining(step: step, loss: loss)
        }
        let chart = plot.chart(width: 80, height: 10)
        let points = chart.series[0].points
        #expect(points.count <= 4097)
        #expect(points.contains { $0.x == 77_777 && $0.y == 1e6 })
        #expect(points.contains { $0.x == 120_000 && $0.y.isNaN })
        #expect(points.map(\.x) == points.map(\.x).sorted())
    }
}
