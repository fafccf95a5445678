/// How a backend keeps a state slot in memory. Opaque to everything but the backend.
public protocol StateLayout {
    var byteCount: Int { get }
}
