import BallastCore
import BallastEvents

/// The list of runs for programs.
struct RunListAnswer: Encodable {
    struct Run: Encodable {
        struct Point: Encodable {
            let step: Int
            let value: Double
        }

        let key: String
        let name: String
        let subject: String
        let state: RunState
        let steps: Int
        let plannedSteps: Int?
        let lastValidationLoss: Point?
        let bestValidationLoss: Point?
        let lastTrainingLoss: Point?
        let health: Health?
        let headline: String?
        let findings: Int
        /// Seconds since 1970-01-01 UTC.
        let changed: Double
        let trouble: String?
    }

    let schema = 1
    let runs: [Run]
    /// What keeps the folder from being read.
    let trouble: String?

    init(_ view: ShelfView) {
        trouble = view.trouble
        runs = view.runs.map { run in
            let summary = run.summary
            let point = { (point: RunSummary.Point?) in
                point.map { Run.Point(step: $0.step, value: $0.value) }
            }
            return Run(
                key: run.key.text, name: summary.name, subject: summary.subject,
                state: summary.state, steps: summary.steps, plannedSteps: summary.plannedSteps,
                lastValidationLoss: point(summary.lastValidation),
                bestValidationLoss: point(summary.bestValidation),
                lastTrainingLoss: point(summary.lastTraining), health: summary.health,
                headline: summary.headline, findings: summary.findings, changed: summary.changed,
                trouble: summary.trouble)
        }
    }
}
