import BallastCore
import BallastGraph

extension StateStore {
    /// A copy of committed state in the backend's layout; cheap to make and to restore.
    public struct Snapshot {
        let buffers: [(slot: StateSlot, bytes: AlignedBuffer)]

        /// Memory that the copy takes.
        public var byteCount: Int { buffers.reduce(0) { $0 + $1.bytes.byteCount } }
    }

    /// Copies what is committed in every slot but the gradients.
    public func snapshot() -> Snapshot {
        snapshot(of: slots.filter { $0.kind != .gradient })
    }

    /// Copies what is committed in some slots.
    public func snapshot(of slots: [StateSlot]) -> Snapshot {
        Snapshot(
            buffers: slots.map { slot in
                let copy = AlignedBuffer(byteCount: byteCount(of: slot))
                copy.pointer.copyMemory(
                    from: address(of: slot, .committed).pointer, byteCount: copy.byteCount)
                return (slot, copy)
            })
    }

    /// Writes what is committed now into a snapshot's own memory.
    public func refresh(_ snapshot: Snapshot) {
        for (slot, bytes) in snapshot.buffers {
            bytes.pointer.copyMemory(
                from: address(of: slot, .committed).pointer, byteCount: bytes.byteCount)
        }
    }

    /// Makes the copy the committed state again.
    public func restore(_ snapshot: Snapshot) {
        for (slot, bytes) in snapshot.buffers {
            address(of: slot, .committed).pointer.copyMemory(
                from: bytes.pointer, byteCount: bytes.byteCount)
        }
    }
}
