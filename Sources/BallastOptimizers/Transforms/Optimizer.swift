import BallastGraph

/// A chain of transforms from gradients to updates, and the subtraction of these.
///
/// ```swift
/// let optimizer = Optimizer.sgd(momentum: .constant(0.9), weightDecay: 1e-4)
///     .preceded(by: ClipByGlobalNorm(1))
/// ```
public struct Optimizer: Sendable {
    public var chain: TransformChain
    /// An average of the weights that is kept beside them.
    public var average: ExponentialMovingAverage?

    public init(_ chain: TransformChain, average: ExponentialMovingAverage? = nil) {
        self.chain = chain
        self.average = average
    }

    /// The same optimizer with `transform` applied to the gradients first.
    public func preceded(by transform: some GradientTransform) -> Optimizer {
        Optimizer(TransformChain([transform] + chain.transforms), average: average)
    }

    /// The same optimizer that also averages the weights.
    public func averaging(decay: Double) -> Optimizer {
        Optimizer(chain, average: ExponentialMovingAverage(decay: decay))
    }

    /// Records one update of the parameters from the gradients that this step has proposed.
    ///
    /// Each parameter's slot is written with `parameter − update`; so are the transforms' own.
    ///
    /// - Returns: the optimizer's slots with their initial values, in the order of naming.
    @discardableResult
    public func trace(
        parameters: [StateSlot], _ builder: GraphBuilder
    ) -> [OptimizerRegistry.Entry] {
        let trace = UpdateTrace(builder)
        builder.scoped("optimizer") {
            let gradients = parameters.map { slot in
                ParameterUpdate(
                    slot: slot, parameter: builder.read(slot),
                    update: builder.read(slot.gradient, .proposed))
            }
            for item in chain(gradients, in: trace) {
                let updated = item.parameter - item.update
                builder.write(updated, to: item.slot)
                average?(updated, of: item.slot, in: trace)
            }
        }
        return trace.registry.entries
    }
}
