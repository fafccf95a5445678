import BallastCore
import BallastGraph

/// All state of a model and its optimizer, each slot in two buffers: what the last accepted step
/// left, and what the current step proposes.
///
/// To commit is to let the buffers change places; to refuse is to do nothing. Not thread safe: one
/// loop owns a store.
public final class StateStore {
    private final class Storage {
        let layout: any StateLayout
        let buffers: (AlignedBuffer, AlignedBuffer)
        let parity: UnsafeMutablePointer<UInt8>

        init(slot: StateSlot, layout: any StateLayout) {
            self.layout = layout
            let first = AlignedBuffer(byteCount: layout.byteCount)
            // A gradient is only ever proposed.
            buffers = (
                first,
                slot.kind == .gradient ? first : AlignedBuffer(byteCount: layout.byteCount)
            )
            parity = .allocate(capacity: 1)
            parity.initialize(to: 0)
        }

        deinit {
            parity.deallocate()
        }

        func address(_ version: StateVersion) -> BufferAddress {
            BufferAddress(
                base: buffers.0.pointer, alternate: buffers.1.pointer, parity: parity,
                flip: version == .committed ? 0 : 1)
        }
    }

    public let backend: any Backend
    private var layouts: [String: any StateLayout] = [:]
    private var storage: [StateSlot: Storage] = [:]
    /// The slots in the order in which they were first used.
    public private(set) var slots: [StateSlot] = []

    public init(backend: any Backend) {
        self.backend = backend
    }

    /// The layout that a parameter and everything derived from it has, if one was chosen.
    public func layout(ofParameter name: String) -> (any StateLayout)? {
        layouts[name]
    }

    /// Chooses the layout of a parameter.
    ///
    /// - Precondition: none was chosen before.
    public func choose(_ layout: any StateLayout, forParameter name: String) {
        precondition(layouts[name] == nil, "the layout of \(name) is already chosen")
        layouts[name] = layout
    }

    /// Where a slot is, allocated at first use and zero until something is stored.
    public func address(of slot: StateSlot, _ version: StateVersion) -> BufferAddress {
        resolve(slot).address(version)
    }

    public func byteCount(of slot: StateSlot) -> Int {
        resolve(slot).layout.byteCount
    }

    /// Sets the committed value.
    public func store(_ tensor: HostTensor, in slot: StateSlot) {
        precondition(
            tensor.shape.count == slot.shape.count,
            "a tensor of \(tensor.shape) does not fit slot \(slot.name) of \(slot.shape)")
        let storage = resolve(slot)
        backend.store(tensor, at: storage.address(.committed).pointer, layout: storage.layout)
    }

    public func load(_ slot: StateSlot, _ version: StateVersion = .committed) -> HostTensor {
        let storage = resolve(slot)
        return backend.load(
            slot.shape, at: storage.address(version).pointer, layout: storage.layout)
    }

    /// What a slot holds, to be read where it lies.
    public func view(of slot: StateSlot, _ version: StateVersion = .committed) -> TensorView {
        let storage = resolve(slot)
        return TensorView(
            slot.shape, at: storage.address(version).pointer, layout: storage.layout, of: backend)
    }

    /// The slots of one kind of step, looked up once so that committing hashes nothing.
    public struct Proposal {
        fileprivate let parities: [UnsafeMutablePointer<UInt8>]
    }

    public func proposal(of slots: some Sequence<StateSlot>) -> Proposal {
        let written = Set(slots.filter { $0.kind != .gradient })
        return Proposal(parities: written.map { resolve($0).parity })
    }

    /// Accepts what has been proposed.
    public func commit(_ proposal: Proposal) {
        for parity in proposal.parities {
            parity.pointee ^= 1
        }
    }

    /// Accepts what has been proposed for these slots.
    public func commit(_ slots: some Sequence<StateSlot>) {
        commit(proposal(of: slots))
    }

    private func resolve(_ slot: StateSlot) -> Storage {
        if let existing = storage[slot] { return existing }
        let layout: any StateLayout
        if let chosen = layouts[slot.parameter] {
            layout = chosen
        } else {
            layout = backend.defaultLayout(for: slot)
            layouts[slot.parameter] = layout
        }
        let made = Storage(slot: slot, layout: layout)
        storage[slot] = made
        slots.append(slot)
        return made
    }
}
