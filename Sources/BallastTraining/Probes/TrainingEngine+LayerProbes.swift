import BallastData
import BallastEvents
import BallastGraph
import BallastRuntime

extension TrainingEngine {
    /// What a step on one batch would measure of every layer, at the committed state, in the order
    /// in which a batch passes the layers.
    ///
    /// The batch is what the inputs of ``gradientProgram(_:continuesStep:)`` hold; where several
    /// batches make a step, each is taken to be this one. Gradients are those before clipping, the
    /// update is the one that the optimizer proposes with the rate and step of `scalars`. Nothing
    /// is committed: parameters, statistics and the optimizer's state keep every bit.
    ///
    /// - Precondition: the engine was prepared, and nothing is proposed that waits for a commit.
    /// - Throws: what compilation throws.
    /// - Complexity: a training step, and a pass over all activations and parameters.
    public func layerProbes(batchSize: Int, _ scalars: StepScalars) throws -> [LayerProbe] {
        precondition(!hasProposals, "a proposal waits for its commit or refusal")
        let program = try gradientProgram(batchSize)
        let observer = try layerObserver(batchSize)
        var sight = observer.begin()
        program.run(scalars, observing: observer.observation) { value, view in
            observer.look(at: value, view, &sight)
        }
        if accumulation > 1 {
            let further = try gradientProgram(batchSize, continuesStep: true)
            further.copyInputs(of: program)
            for _ in 1..<accumulation { further.run(scalars) }
        }
        try update().run(scalars)
        var probes = sight.probes
        try parameterProgram(observer.layers).measure(scalars, into: &probes)
        return probes
    }

    /// The same for the batch that a source hands out next; the source, a copy, moves nothing.
    ///
    /// - Throws: what compilation or the data set throws.
    public func layerProbes(
        next source: BatchSource, _ scalars: StepScalars
    ) throws -> [LayerProbe] {
        var source = source
        let count = source.nextCount
        try source.next(into: gradientProgram(count))
        return try layerProbes(batchSize: count, scalars)
    }
}

extension Executable {
    /// Takes over the images and labels that another pass was given.
    fileprivate func copyInputs(of other: Executable) {
        _ = floatInput("images").update(fromContentsOf: other.floatInput("images"))
        _ = integerInput("labels").update(fromContentsOf: other.integerInput("labels"))
    }
}
