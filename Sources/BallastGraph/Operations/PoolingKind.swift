public enum PoolingKind: Hashable, Sendable {
    case maximum
    case average
}
