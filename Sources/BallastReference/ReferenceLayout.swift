import BallastRuntime

/// Eight bytes an element, canonical order.
struct ReferenceLayout: StateLayout {
    let byteCount: Int
}
