/// How long a run trains.
public enum RunLength: Hashable, Sendable {
    case epochs(Int)
    case steps(Int)
}
