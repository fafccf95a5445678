import BallastGraph

/// The state that a model has named while it was traced, in the order of naming.
///
/// For the models of this package that is the order of PyTorch's `state_dict`.
public final class ModelRegistry {
    /// One slot of a model, and how it begins.
    public struct Entry: Hashable, Sendable {
        public let slot: StateSlot
        public let initializer: Initializer
        /// Whether training holds the slot.
        public let isFrozen: Bool
    }

    public private(set) var entries: [Entry] = []
    private var indices: [String: Int] = [:]

    public init() {}

    /// All parameters, held ones included.
    public var parameters: [StateSlot] {
        entries.map(\.slot).filter { $0.kind == .parameter }
    }

    /// The parameters that training moves.
    public var trainableParameters: [StateSlot] {
        entries.filter { $0.slot.kind == .parameter && !$0.isFrozen }.map(\.slot)
    }

    public var runningStatistics: [StateSlot] {
        entries.map(\.slot).filter { $0.kind == .runningStatistic }
    }

    /// The entry of this full name.
    public subscript(name: String) -> Entry? {
        indices[name].map { entries[$0] }
    }

    /// Adds a slot; one that is there already, because layers share it or the model is traced
    /// again, stays where it is.
    ///
    /// - Precondition: a slot of this name has the same shape and kind.
    public func register(_ slot: StateSlot, _ initializer: Initializer, isFrozen: Bool = false) {
        if let known = self[slot.name] {
            precondition(
                known.slot == slot,
                "\(slot.name) is \(known.slot.shape) in one layer and \(slot.shape) in another")
            return
        }
        indices[slot.name] = entries.count
        entries.append(Entry(slot: slot, initializer: initializer, isFrozen: isFrozen))
    }
}
