import BallastCore
import BallastGraph
import BallastNN
import BallastRuntime

extension TrainingEngine {
    /// The product of the loss's Hessian at the committed weights with a direction, for the batch
    /// that the inputs of ``gradientProgram(_:continuesStep:)`` hold:
    /// `H·v ≈ (∇L(w + εv) − ∇L(w − εv)) ÷ 2ε` with `ε = 2·√u·(1 + ‖w‖) ÷ ‖v‖`, where `u` is
    /// float32's 2⁻²³ and the norms are taken over all trainable parameters.
    ///
    /// Both gradients normalize by the batch's statistics and draw the same dropout masks, those
    /// of `scalars`. Nothing is committed: parameters, running statistics and the optimizer's
    /// state keep every bit. The program's results are those of `w − εv` afterwards.
    ///
    /// The error is of order `ε²‖v‖²` from the third derivative and of order `√u` from rounding.
    /// Where the network has kinks, such as rectifiers, it is the mean change of the gradient over
    /// the distance.
    ///
    /// Source: N. Andrei 2009, "Accelerated conjugate gradient algorithm with finite difference
    /// Hessian/vector product approximation", for the step.
    ///
    /// - Parameter direction: one tensor for each trainable parameter.
    /// - Returns: one tensor for each trainable parameter; zeros for the direction 0, and numbers
    ///   that are not finite where a gradient's are not.
    /// - Precondition: the engine was prepared, and nothing is proposed that waits for a commit.
    /// - Throws: what compilation throws.
    /// - Complexity: two training steps.
    public func hessianVectorProduct(
        batchSize: Int, _ scalars: StepScalars, along direction: [StateSlot: HostTensor]
    ) throws -> [StateSlot: HostTensor] {
        precondition(!hasProposals, "a proposal waits for its commit or refusal")
        let parameters = registry.trainableParameters
        precondition(
            Set(parameters) == Set(direction.keys), "the direction is not that of the parameters")
        let program = try gradientProgram(batchSize)
        let weights = parameters.map { store.load($0) }
        let directions = parameters.map { direction[$0]! }
        let length = Self.norm(directions)
        guard length != 0 else { return direction }
        let epsilon = 2 * Double(Float.ulpOfOne).squareRoot() * (1 + Self.norm(weights)) / length

        let before = store.snapshot(of: parameters)
        defer { store.restore(before) }
        let ends = [epsilon, -epsilon].map { distance in
            for (slot, (weight, direction)) in zip(parameters, zip(weights, directions)) {
                store.store(weight.moved(Float(distance), along: direction), in: slot)
            }
            program.run(scalars)
            return parameters.map { store.load($0.gradient, .proposed) }
        }
        // Gradients are those of the batch's share in a step.
        let scale = Float(Double(accumulation) / (2 * epsilon))
        return Dictionary(
            uniqueKeysWithValues: zip(parameters, zip(ends[0], ends[1])).map { slot, ends in
                (slot, ends.0.difference(from: ends.1, times: scale))
            })
    }

    private static func norm(_ tensors: [HostTensor]) -> Double {
        tensors.reduce(0) { sum, tensor in
            tensor.values.reduce(sum) { $0 + Double($1) * Double($1) }
        }.squareRoot()
    }
}

extension HostTensor {
    fileprivate func moved(_ distance: Float, along direction: HostTensor) -> HostTensor {
        HostTensor(
            shape: shape,
            values: zip(values, direction.values).map { value, slope in value + distance * slope })
    }

    fileprivate func difference(from other: HostTensor, times scale: Float) -> HostTensor {
        HostTensor(
            shape: shape, values: zip(values, other.values).map { ($0 - $1) * scale })
    }
}
