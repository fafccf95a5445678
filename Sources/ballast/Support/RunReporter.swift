import Ballast

/// Shows the events of a run on standard error while it trains.
final class RunReporter {
    private let isQuiet: Bool
    private let path: String
    private let plots: Bool
    private var display: RunDisplay
    private var completedSteps = 0
    private var lastStep: StepRecord?
    private var lastValidation: ValidationRecord?

    /// - Parameter plots: whether the losses are drawn too.
    init(style: TerminalStyle, isQuiet: Bool, path: String, plots: Bool = false) {
        self.isQuiet = isQuiet
        self.path = path
        self.plots = plots
        display = RunDisplay(style: style)
    }

    /// Says what will be trained on what, and starts the bar.
    func begin(_ loop: TrainingLoop) {
        let setup = loop.setup
        completedSteps = loop.completedSteps
        let configuration = setup.configuration
        say("\(path)")
        say("  \(configuration.model), \(setup.engine.parameterCount) parameters to train")
        say(
            "  \(configuration.data): \(setup.data.train.count) images to train on, "
                + "\(setup.data.validation.count) to validate, \(setup.data.classNames.count) "
                + "classes")
        say(
            "  \(setup.totalSteps) steps of \(setup.batchSize * configuration.accumulate) "
                + "images, \(setup.threads) \(setup.threads == 1 ? "thread" : "threads")")
        display.begin(
            total: setup.totalSteps, done: completedSteps,
            classes: plots ? setup.data.classNames.count : nil)
        if plots, completedSteps > 0 { recall() }
    }

    func observe(_ event: RunEvent) {
        switch event.kind {
        case .step(let record):
            lastStep = record
            completedSteps = record.step
            display.take(record, shows: !isQuiet)
        case .validation(let record):
            lastValidation = record
            display.take(record)
            say(
                "step \(record.step): validation loss \(NumberText.short(record.loss)), "
                    + "accuracy \(NumberText.short(record.accuracy))")
        case .scheduleChanged(let step, let rate):
            say("step \(step): learning rate \(NumberText.short(rate))")
        case .guardDecision(let decision):
            say("step \(decision.step): \(decision.reason)")
        case .finding(let finding):
            say(finding.text)
        case .guardOutcome(let outcome):
            say("step \(outcome.step): \(outcome.reason)")
        case .note(let text):
            say("note: \(text)")
        case .resumed(let step):
            say("going on from the checkpoint of step \(step)")
        case .nonFinite(let record):
            say(
                "step \(record.step): the first tensor that is not finite: \(record.tensor) "
                    + "(\(record.phase.rawValue))")
        case .runStarted, .layers, .checkpoint, .runEnded:
            break
        }
    }

    /// Ends the bar's line, and draws the losses where they were not drawn all along.
    func end() {
        display.end()
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

    /// The losses from before a resumption.
    private func recall() {
        guard let directory = try? RunDirectory(opening: path),
            let events = try? RunJournal.events(directory.eventsPath)
        else { return }
        for event in events {
            switch event.kind {
            case .step(let record): display.take(record, shows: false)
            case .validation(let record): display.take(record)
            default: break
            }
        }
    }

    /// A line of its own, above the bar.
    private func say(_ text: String) {
        if !isQuiet { display.say(text) }
    }
}
