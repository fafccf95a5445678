import Ballast

/// What standard error shows of a run: messages, below them a bar, and below it the losses.
struct RunDisplay {
    private var style: TerminalStyle
    private var bar: ProgressBar?
    /// The bar and the chart, in a terminal.
    private var region = LiveRegion()
    private var barLine = ""
    private var plot: LossPlot?
    private var chart: [String] = []
    private var chartTime: Double?

    /// Seconds between two charts.
    private static let pause = 0.4
    /// Rows of the chart at most, and of what stands around it.
    private static let rows = 14
    private static let otherRows = 8
    /// Columns of the chart at most.
    private static let columns = 120

    init(style: TerminalStyle) {
        self.style = style
    }

    /// - Parameter classes: those of the model, where the losses are to be drawn; else nil.
    mutating func begin(total: Int, done: Int, classes: Int?) {
        bar = ProgressBar(total: total, done: done, style: style, now: Clock.now())
        plot = classes.map { LossPlot(classes: $0) }
    }

    mutating func take(_ record: ValidationRecord) {
        plot?.addValidation(step: record.step, loss: record.loss)
    }

    /// - Parameter shows: whether the bar may be drawn.
    mutating func take(_ record: StepRecord, shows: Bool) {
        plot?.addTraining(step: record.step, loss: record.loss)
        guard shows else { return }
        let message =
            "loss \(NumberText.short(record.loss)) accuracy \(NumberText.short(record.accuracy)) "
            + "lr \(NumberText.short(record.learningRate))"
        let now = Clock.now()
        guard style.isTerminal else {
            if let text = bar?.update(done: record.step, message: message, now: now) {
                Console.error(text)
            }
            return
        }
        guard let line = bar?.line(done: record.step, message: message, now: now) else { return }
        barLine = line
        draw(now)
    }

    /// A message, above the bar where there is one.
    mutating func say(_ text: String) {
        Console.error(region.write(above: style.message(text), width: style.width))
    }

    /// Leaves the bar and a chart of everything on the screen.
    mutating func end() {
        if !region.isEmpty {
            chartTime = nil
            draw(Clock.now())
            Console.error(region.finish())
            if !chart.isEmpty { return }
        }
        guard let plot, !plot.isEmpty else { return }
        Console.error(
            "\n"
                + plot.chart(width: min(style.width, Self.columns), height: Self.rows)
                .text(style: style))
    }

    private mutating func draw(_ now: Double) {
        if plot != nil, chartTime.map({ now - $0 >= Self.pause }) ?? true {
            // The terminal may have another size by now.
            style = .detected(fileDescriptor: 2)
            bar?.style = style
            chart = chartLines()
            chartTime = now
        }
        Console.error(region.show([barLine] + chart, width: style.width))
    }

    /// No line where the terminal is too small.
    private func chartLines() -> [String] {
        let height = min(Self.rows, style.height - Self.otherRows)
        guard let plot, height >= 3, style.width > 20 else { return [] }
        return plot.chart(width: min(style.width - 1, Self.columns), height: height)
            .text(style: style).split(separator: "\n").map(String.init)
    }
}
