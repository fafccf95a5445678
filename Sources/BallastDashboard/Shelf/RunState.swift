import BallastEvents

/// How a run stands, as far as its files tell.
enum RunState: String, Hashable, Sendable, Encodable, CaseIterable {
    case running
    /// It says that it runs, and has written nothing for some minutes.
    case silent
    case completed, diverged, interrupted, failed
    /// A log of another program that has grown within the last minutes.
    case growing
    /// A log that has not.
    case resting
    case unreadable

    /// A run that has written nothing for so many seconds is not taken to be going on.
    static let patience = 300.0

    /// - Parameters:
    ///   - status: what the run itself says; nil for the logs of others.
    ///   - age: seconds since something was written.
    init(_ status: RunStatus?, age: Double) {
        let isFresh = age < Self.patience
        self =
            switch status {
            case .running: isFresh ? .running : .silent
            case .completed: .completed
            case .diverged: .diverged
            case .interrupted: .interrupted
            case .failed: .failed
            case nil: isFresh ? .growing : .resting
            }
    }

    var title: String {
        switch self {
        case .silent: "running? silent"
        case .growing: "log, growing"
        case .resting: "log"
        default: rawValue
        }
    }

    var isLive: Bool { self == .running || self == .growing }
}
