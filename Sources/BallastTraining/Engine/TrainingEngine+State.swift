import BallastCore
import BallastGraph
import BallastNN
import BallastOptimizers
import BallastRuntime

extension TrainingEngine {
    /// Sets every parameter and statistic to its initial value, and the optimizer's state.
    ///
    /// - Precondition: the engine was prepared.
    public func initialize(seed: UInt64) {
        for entry in registry.entries {
            let values = entry.initializer.values(
                for: entry.slot.shape, seed: seed, name: entry.slot.name)
            store.store(values, in: entry.slot)
        }
        initializeOptimizer()
    }

    /// Sets the optimizer's state to what it is before the first step; averages of the weights
    /// begin at the weights.
    public func initializeOptimizer() {
        for entry in optimizerEntries {
            switch entry.initial {
            case .constant(let value):
                store.store(
                    HostTensor(repeating: Float(value), shape: entry.slot.shape), in: entry.slot)
            case .parameter:
                let parameter = StateSlot(
                    .parameter, entry.slot.parameter, shape: entry.slot.shape)
                store.store(store.load(parameter), in: entry.slot)
            }
        }
    }

    /// Everything that a checkpoint holds, in a fixed order: the model's slots, then the
    /// optimizer's.
    public var savedSlots: [StateSlot] {
        registry.entries.map(\.slot) + optimizerEntries.map(\.slot)
    }

    /// The parameters, the running statistics and the averages of the parameters.
    public var modelSlots: [StateSlot] { savedSlots.filter { $0.kind != .optimizer } }

    /// The number of trained scalars.
    public var parameterCount: Int {
        registry.trainableParameters.reduce(0) { $0 + $1.shape.count }
    }
}
