import BallastCore
import BallastGraph

/// The size of a buffer and where it lives.
public struct BufferSpecification: Sendable {
    public enum Storage: Sendable {
        /// Planned into the executable's arena for as long as it is used.
        case arena
        /// Filled by the caller before a run: float32 or int32, images channels last.
        case input(String)
        /// Read by the caller after a run: float32, canonical order.
        case result(String)
        /// One of a state slot's two buffers.
        case state(StateSlot, StateVersion)
        /// Every element has this float32 value; filled once.
        case constant(Float)
    }

    public let byteCount: Int
    public let storage: Storage

    public init(byteCount: Int, storage: Storage) {
        self.byteCount = byteCount
        self.storage = storage
    }
}
