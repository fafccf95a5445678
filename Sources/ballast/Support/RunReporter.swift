import Ballast

/// Shows the events of a run on standard error while it trains.
final class RunReporter {
    private let style: TerminalStyle
    private let isQuiet: Bool
    private let path: String
    private var bar: ProgressBar?
    /// What the bar's line shows.
    private var shown = ""
    private var completedSteps = 0
    private var lastStep: StepRecord?
    private var lastValidation: ValidationRecord?

    init(style: TerminalStyle, isQuiet: Bool, path: String) {
        self.style = style
        self.isQuiet = isQuiet
        self.path = path
    }

    /// Says what will be trained on what, and starts the bar.
    func begin(_ loop: TrainingLoop) {
        let setup = loop.setup
        completedSteps = loop.completedSteps
        let configuration = setup.configuration
        say("\(path)\n")
        say("  \(configuration.model), \(setup.engine.parameterCount) parameters to train\n")
        say(
            "  \(configuration.data): \(setup.data.train.count) images to train on, "
                + "\(setup.data.validation.count) to validate, \(setup.data.classNames.count) "
                + "classes\n")
        say(
            "  \(setup.totalSteps) steps of \(setup.batchSize * configuration.accumulate) "
                + "images, \(setup.threads) \(setup.threads == 1 ? "thread" : "threads")\n")
        bar = ProgressBar(
            total: setup.totalSteps, done: completedSteps, style: style, now: Clock.now())
    }

    func observe(_ event: RunEvent) {
        switch event.kind {
        case .step(let record):
            lastStep = record
            completedSteps = record.step
            show(record)
        case .validation(let record):
            lastValidation = record
            sayBetween(
                "step \(record.step): validation loss \(NumberText.short(record.loss)), "
                    + "accuracy \(NumberText.short(record.accuracy))")
        case .scheduleChanged(let step, let rate):
            sayBetween("step \(step): learning rate \(NumberText.short(rate))")
        case .guardDecision(let decision):
            sayBetween("step \(decision.step): \(decision.reason)")
        case .finding(let finding):
            sayBetween(finding.text)
        case .guardOutcome(let outcome):
            sayBetween("step \(outcome.step): \(outcome.reason)")
        case .note(let text):
            sayBetween("note: \(text)")
        case .resumed(let step):
            sayBetween("going on from the checkpoint of step \(step)")
        case .nonFinite(let record):
            sayBetween(
                "step \(record.step): the first tensor that is not finite: \(record.tensor) "
                    + "(\(record.phase.rawValue))")
        case .runStarted, .layers, .checkpoint, .runEnded:
            break
        }
    }

    /// Ends the bar's line.
    func end() {
        if let bar { say(bar.finish()) }
    }

    /// How the run ended. What happened before a resumption is read from the journal.
    func summary(_ outcome: TrainingLoop.Outcome) -> RunSummary {
        let status: RunStatus =
            switch outcome {
            case .completed: .completed
            case .interrupted: .interrupted
            case .diverged: .diverged
            }
        if lastStep == nil || lastValidation == nil,
            let earlier = try? LastRecords(RunDirectory(opening: path))
        {
            lastStep = lastStep ?? earlier.step
            lastValidation = lastValidation ?? earlier.validation
        }
        return RunSummary(
            run: path, status: status, steps: completedSteps, loss: lastStep?.loss,
            validation: lastValidation)
    }

    private func show(_ record: StepRecord) {
        let message =
            "loss \(NumberText.short(record.loss)) accuracy \(NumberText.short(record.accuracy)) "
            + "lr \(NumberText.short(record.learningRate))"
        guard !isQuiet else { return }
        if let text = bar?.update(done: record.step, message: message, now: Clock.now()) {
            Console.error(text)
            shown = text
        }
    }

    private func say(_ text: String) {
        if !isQuiet { Console.error(text) }
    }

    /// A line of its own above the bar.
    private func sayBetween(_ text: String) {
        let isUnderBar = style.isTerminal && bar != nil
        say(isUnderBar ? "\r\u{1B}[K\(text)\n\(shown)" : "\(text)\n")
    }
}
