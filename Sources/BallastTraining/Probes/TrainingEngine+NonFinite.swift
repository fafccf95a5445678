import BallastEvents
import BallastGraph
import BallastRuntime

extension TrainingEngine {
    /// The first tensor of a step that is not finite, in the order in which the step computes:
    /// images, then parameters and activations, the loss, gradients, and what the optimizer
    /// proposes.
    ///
    /// The pass runs again, on the batch that the inputs of
    /// ``gradientProgram(_:continuesStep:)`` hold and under the committed state, and after it the
    /// update. Nothing is committed. Where layers run as one kernel, the value between them cannot
    /// be seen, and what comes out of the kernel counts.
    ///
    /// Where every element is finite, the first gradient, statistic or parameter counts whose
    /// squares sum to more than float32 holds: a step is judged by such norms.
    ///
    /// - Returns: nil where every tensor is finite.
    /// - Throws: what compilation throws.
    public func firstNonFinite(
        batchSize: Int, _ scalars: StepScalars
    ) throws -> NonFiniteRecord? {
        if let found = try firstNonFinite(inPass: 0, batchSize: batchSize, scalars) {
            return found
        }
        try update().run(scalars)
        return try firstNonFiniteProposal(batchSize: batchSize, scalars)
    }

    /// The same for one of the passes of a step alone, which runs again.
    ///
    /// - Parameter index: counts the batches of the step from 0.
    func firstNonFinite(
        inPass index: Int, batchSize: Int, _ scalars: StepScalars
    ) throws -> NonFiniteRecord? {
        let pass = try tracedGradientProgram(batchSize, continuesStep: index > 0)
        var bad: Set<ValueID> = []
        pass.executable.run(scalars, observing: pass.executable.observation()) { value, view in
            if !view.measured().isFinite { bad.insert(value) }
        }
        return NonFiniteSearch(pass, store: store, bad: bad).first(step: scalars.step)
    }

    /// The same for what the optimizer has proposed, and then for norms that are too large.
    func firstNonFiniteProposal(
        batchSize: Int, _ scalars: StepScalars
    ) throws -> NonFiniteRecord? {
        let written = try update().writtenSlots
        let slot = written.first { !store.view(of: $0, .proposed).measured().isFinite }
        let passed = try gradientProgram(batchSize).writtenSlots
        let found = slot ?? (passed + written).first(where: hasInfiniteNorm)
        return found.map { NonFiniteRecord(step: scalars.step, proposalOf: $0) }
    }

    /// Whether the slot is one that the step is judged by, and its squares sum to more than float32
    /// holds.
    private func hasInfiniteNorm(_ slot: StateSlot) -> Bool {
        switch slot.kind {
        case .parameter, .runningStatistic, .gradient:
            !Float(store.view(of: slot, .proposed).measured().sumOfSquares).isFinite
        case .optimizer, .average: false
        }
    }
}

extension NonFiniteRecord {
    /// The proposed value of a slot is not finite.
    init(step: Int, proposalOf slot: StateSlot) {
        let layer = GraphLayers.layer(ofParameter: slot.parameter)
        switch slot.kind {
        case .gradient:
            self.init(
                step: step, tensor: "\(slot.name) gradient", layer: layer, phase: .backward)
        case .runningStatistic:
            self.init(step: step, tensor: slot.name, layer: layer, phase: .forward)
        case .parameter, .optimizer, .average:
            self.init(step: step, tensor: slot.name, layer: layer, phase: .update)
        }
    }
}
