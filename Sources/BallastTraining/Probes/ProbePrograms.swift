import BallastGraph
import BallastNN
import BallastOptimizers
import BallastRuntime

/// What the probes of one engine have compiled so far.
struct ProbePrograms {
    fileprivate var observers: [Int: LayerObserver] = [:]
    fileprivate var parameters: ParameterProgram?
    fileprivate var updateRatio: Executable?
}

extension TrainingEngine {
    /// Looks at the activations of the first pass of a step.
    func layerObserver(_ batchSize: Int) throws -> LayerObserver {
        if let known = probePrograms.observers[batchSize] { return known }
        let pass = try tracedGradientProgram(batchSize)
        let layers = ObservedLayer.all(in: pass.graph, registry)
        let made = LayerObserver(layers, in: pass.executable, store)
        probePrograms.observers[batchSize] = made
        return made
    }

    /// Reads the parameters of the layers that ``layerObserver(_:)`` looks at.
    func parameterProgram(_ layers: [ObservedLayer]) throws -> ParameterProgram {
        if let known = probePrograms.parameters { return known }
        let trainable = Set(registry.trainableParameters)
        let groups = layers.map { layer in
            ParameterProgram.Group(
                parameters: layer.parameters,
                trainable: layer.parameters.filter(trainable.contains))
        }
        _ = try update()
        let made = try ParameterProgram(groups, secondMoment(trainable), store: store)
        probePrograms.parameters = made
        return made
    }

    private func secondMoment(_ trainable: Set<StateSlot>) -> ParameterProgram.SecondMoment? {
        let adams = optimizer.chain.transforms.compactMap { $0 as? ScaleByAdam }
        guard let adam = adams.first else { return nil }
        let named = Dictionary(
            uniqueKeysWithValues: optimizerEntries.map { ($0.slot.name, $0.slot) })
        let pairs = trainable.compactMap { slot in
            named["secondMoment/\(slot.name)"].map { (slot, $0) }
        }
        return .init(transform: adam, slots: Dictionary(uniqueKeysWithValues: pairs))
    }

    /// The program with the results `update` and `weight`: the sums of squares of what is proposed
    /// to change in all trainable parameters, and of these themselves.
    func updateRatioProgram() throws -> Executable {
        if let known = probePrograms.updateRatio { return known }
        let builder = GraphBuilder()
        let parameters = registry.trainableParameters
        let changes = parameters.map { builder.read($0, .proposed) - builder.read($0) }
        builder.result("update", .squaredNorm(changes))
        builder.result("weight", .squaredNorm(parameters.map { builder.read($0) }))
        let made = try Executable(builder.graph.optimized(), store: store)
        probePrograms.updateRatio = made
        return made
    }
}
