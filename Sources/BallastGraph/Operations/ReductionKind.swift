public enum ReductionKind: Hashable, Sendable {
    case sum
    case mean
}
