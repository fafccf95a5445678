import BallastCore
import BallastGraph
import BallastRuntime

extension StateStore {
    /// Sets the committed value without rounding.
    ///
    /// - Precondition: the store belongs to a ``ReferenceBackend``.
    public func storeExactly(_ values: [Double], in slot: StateSlot) {
        precondition(backend is ReferenceBackend, "\(backend.name) keeps no doubles")
        precondition(values.count == slot.shape.count, "\(values.count) values for \(slot.shape)")
        address(of: slot, .committed).pointer.copyMemory(
            from: values, byteCount: 8 * values.count)
    }

    /// What a slot holds, without rounding.
    ///
    /// - Precondition: the store belongs to a ``ReferenceBackend``.
    public func loadExactly(_ slot: StateSlot, _ version: StateVersion = .committed) -> [Double] {
        precondition(backend is ReferenceBackend, "\(backend.name) keeps no doubles")
        let memory = address(of: slot, version).pointer.assumingMemoryBound(to: Double.self)
        return Array(UnsafeBufferPointer(start: memory, count: slot.shape.count))
    }
}
