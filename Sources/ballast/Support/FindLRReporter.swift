import Ballast

/// Shows on standard error how `find-lr` gets on: on a terminal one line that is rewritten, with
/// the outcomes above it; elsewhere the outcomes.
final class FindLRReporter {
    private let finder: LearningRateFinder
    private let style: TerminalStyle
    private let isQuiet: Bool
    private var isLineOpen = false
    private var curves = 0

    init(_ finder: LearningRateFinder, style: TerminalStyle, isQuiet: Bool) {
        self.finder = finder
        self.style = style
        self.isQuiet = isQuiet
    }

    func begin(_ training: TrialTraining) {
        let setup = training.setup
        say(
            "\(setup.configuration.model) on \(setup.configuration.data), "
                + "\(setup.engine.parameterCount) parameters, \(setup.threads) "
                + "\(setup.threads == 1 ? "thread" : "threads")")
        for note in setup.notes { say("note: \(note)") }
    }

    func observe(_ progress: LearningRateProgress) {
        switch progress {
        case .rangePoint(let point, let count):
            rewrite(
                "range test \(curves + 1) of \(finder.seedCount): \(count)/"
                    + "\(finder.rangeTest.points), rate \(NumberText.short(point.learningRate)), "
                    + "loss \(NumberText.short(point.loss))")
        case .rangeCurve(let curve):
            curves += 1
            let rate = NumberText.short(curve.points.last?.learningRate ?? .nan)
            switch curve.ending {
            case .completed: say("range test, seed \(curve.seed): finite up to rate \(rate)")
            case .diverged: say("range test, seed \(curve.seed): diverged at rate \(rate)")
            case .nonFinite: say("range test, seed \(curve.seed): not finite at rate \(rate)")
            case .stopped: say("range test, seed \(curve.seed): ended by the budget at \(rate)")
            }
        case .sharpness(let sharpness):
            say(
                "sharpness after \(sharpness.step) steps: "
                    + "\(NumberText.short(sharpness.eigenvalue.value)), limit "
                    + NumberText.short(sharpness.limit))
        case .trial(let trial):
            say(
                "rate \(NumberText.short(trial.learningRate)), seed \(trial.seed): "
                    + "\(FindLRWords.text(trial.verdict)), loss "
                    + "\(NumberText.short(trial.startLoss)) to \(NumberText.short(trial.endLoss))")
        }
    }

    /// Ends the line that is rewritten.
    func end() {
        guard isLineOpen else { return }
        Console.error("\r\u{1B}[K")
        isLineOpen = false
    }

    private func rewrite(_ text: String) {
        guard !isQuiet, style.isTerminal else { return }
        Console.error("\r\(text.prefix(max(1, style.width - 1)))\u{1B}[K")
        isLineOpen = true
    }

    private func say(_ text: String) {
        guard !isQuiet else { return }
        end()
        Console.error(style.message(text))
    }
}
