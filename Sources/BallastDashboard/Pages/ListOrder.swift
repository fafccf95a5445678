import BallastEvents

/// How the list of runs is sorted.
enum ListOrder: String, CaseIterable, Sendable {
    case newest, name, state, steps, best, last, trouble

    var title: String {
        switch self {
        case .newest: "written last"
        case .name: "name"
        case .state: "state"
        case .steps: "most steps"
        case .best: "best validation loss"
        case .last: "last validation loss"
        case .trouble: "what was found"
        }
    }

    func sorted(_ runs: [ShelvedRun]) -> [ShelvedRun] {
        let order = runs.map { (run: $0, key: key($0.summary)) }
        return order.sorted { one, other in
            one.key != other.key
                ? one.key < other.key : one.run.summary.name < other.run.summary.name
        }.map(\.run)
    }

    /// By what a run is sorted, ascending; the script sorts by the same numbers.
    func key(_ run: RunSummary) -> Double {
        switch self {
        case .newest: -run.changed
        case .name: 0
        case .state: Double(RunState.allCases.firstIndex(of: run.state) ?? 0)
        case .steps: -Double(run.steps)
        case .best: Self.place(run.bestValidation)
        case .last: Self.place(run.lastValidation)
        case .trouble: Self.gravity(run)
        }
    }

    private static func place(_ point: RunSummary.Point?) -> Double {
        guard let value = point?.value else { return .greatestFiniteMagnitude }
        return value.isFinite ? value : .greatestFiniteMagnitude / 2
    }

    private static func gravity(_ run: RunSummary) -> Double {
        switch run.health {
        case .unhealthy: -Double(1 + run.findings)
        case .undetermined: 0
        case nil: run.trouble == nil ? 1 : 0
        case .healthy: 2
        }
    }
}
