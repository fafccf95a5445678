import BallastGraph

/// The slots that an optimizer has named while it was traced, in the order of naming.
public final class OptimizerRegistry {
    /// What a slot holds before the first step.
    public enum InitialValue: Hashable, Sendable {
        case constant(Double)
        /// A copy of the parameter it belongs to.
        case parameter
    }

    public struct Entry: Hashable, Sendable {
        public let slot: StateSlot
        public let initial: InitialValue
    }

    public private(set) var entries: [Entry] = []
    private var names: Set<String> = []

    public init() {}

    /// - Precondition: no slot of this name is there; two transforms of one chain that remember
    ///   something need roles of their own.
    public func register(_ slot: StateSlot, _ initial: InitialValue) {
        precondition(names.insert(slot.name).inserted, "two transforms keep a \(slot.name)")
        entries.append(Entry(slot: slot, initial: initial))
    }
}
