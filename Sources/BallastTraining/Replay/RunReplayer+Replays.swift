import BallastCore
import BallastData
import BallastEvents
import BallastStability

extension RunReplayer: ReplayRunner {
    /// The steps with a checkpoint; the start is always one.
    public var startingSteps: [Int] { Set(store.steps() + [0]).sorted() }

    public func replay(_ request: ReplayRequest, shouldStop: () -> Bool) throws -> RunRecord {
        if request.intervention == .doublePrecision {
            return try replayInDoubles(request, shouldStop: shouldStop)
        }
        let course = try ReplayCourse(request, of: configuration)
        var record = emptyRecord(course.configuration)
        let loop = try loop(
            course.configuration, at: request.fromStep, seed: request.seed
        ) { record.add(RunEvent($0, time: 0)) }
        loop.adjustRate = course.rate
        while loop.completedSteps < request.toStep, !shouldStop() {
            let next = loop.completedSteps + 1
            if course.skipped.contains(next) || loop.nextHolds(oneOf: course.excluded) {
                loop.passOverBatch()
            } else if try loop.step().action == .stop {
                record.status = .diverged
                break
            }
            try loop.validateIfDue()
            if loop.hasStoppedEarly {
                record.status = .completed
                break
            }
        }
        return record
    }

    /// A record that knows the run, but none of its steps.
    func emptyRecord(_ configuration: RunConfiguration) -> RunRecord {
        var record = RunRecord(
            source: RecordSource(kind: "replay", path: store.directory, steps: 0))
        record.configuration = configuration
        record.classes = manifest.classNames.count
        return record
    }
}

extension TrainingLoop {
    /// Whether the batches of the next step hold one of these training samples.
    fileprivate func nextHolds(oneOf samples: Set<Int>) -> Bool {
        guard !samples.isEmpty else { return false }
        var source = upcomingBatches
        return (0..<setup.configuration.accumulate).contains { _ in
            !samples.isDisjoint(with: source.passOver().indices)
        }
    }
}
