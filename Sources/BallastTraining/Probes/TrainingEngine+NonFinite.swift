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
    /// - Returns: nil where every tensor is finite.
    /// - Throws: what compilation throws.
    public func firstNonFinite(
        batchSize: Int, _ scalars: StepScalars
    ) throws -> NonFiniteRecord? {
        if let found = try firstNonFinite(inPass: 0, batchSize: batchSize, scalars) {
            return found
        }
        try update().run(scalars)
        return try firstNonFiniteProposal(scalars)
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

    /// The same for what the optimizer has proposed.
    func firstNonFiniteProposal(_ scalars: StepScalars) throws -> NonFiniteRecord? {
        let slot = try update().writtenSlots.first { slot in
            !store.view(of: slot, .proposed).measured().isFinite
        }
        return slot.map { slot in
            NonFiniteRecord(
                step: scalars.step, tensor: slot.name,
                layer: GraphLayers.layer(ofParameter: slot.parameter), phase: .update)
        }
    }
}
