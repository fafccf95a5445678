import BallastCore
import BallastEvents
import BallastStability

extension RunReplayer: ReplayRunner {
    /// The steps with a checkpoint; the start is always one.
    public var startingSteps: [Int] { Set(store.steps() + [0]).sorted() }

    public func replay(_ request: ReplayRequest, shouldStop: () -> Bool) throws -> RunRecord {
        let course = try ReplayCourse(request, of: configuration)
        var record = emptyRecord(course.configuration)
        let loop = try loop(
            course.configuration, at: request.fromStep, seed: request.seed
        ) { record.add(RunEvent($0, time: 0)) }
        loop.adjustRate = course.rate
        while loop.completedSteps < request.toStep, !shouldStop() {
            if course.skipped.contains(loop.completedSteps + 1) {
                try loop.passOverBatch()
            } else if try loop.step().action == .stop {
                record.status = .diverged
                break
            }
            try loop.validateIfDue()
        }
        return record
    }

    /// A record that knows the run, but none of its steps.
    private func emptyRecord(_ configuration: RunConfiguration) -> RunRecord {
        var record = RunRecord(
            source: RecordSource(kind: "replay", path: store.directory, steps: 0))
        record.configuration = configuration
        record.classes = manifest.classNames.count
        return record
    }
}
