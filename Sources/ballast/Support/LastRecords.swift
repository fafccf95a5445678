import Ballast

/// The newest step and validation in a run's journal.
struct LastRecords {
    private(set) var step: StepRecord?
    private(set) var validation: ValidationRecord?

    init(_ directory: RunDirectory) throws {
        for event in try RunJournal.events(directory.eventsPath).reversed() {
            switch event.kind {
            case .step(let record): step = step ?? record
            case .validation(let record): validation = validation ?? record
            default: break
            }
            if step != nil && validation != nil { return }
        }
    }
}
