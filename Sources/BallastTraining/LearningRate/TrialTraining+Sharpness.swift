import BallastCore
import BallastData
import BallastEvents
import BallastGraph
import BallastNN
import BallastRuntime

extension TrialTraining {
    /// The sharpness of the mean loss of the next batches under the weights as they are.
    ///
    /// For an adaptive optimizer it is that of `P^(−½)·H·P^(−½)`, which has the eigenvalues of
    /// `P⁻¹H`, with the diagonal P that the optimizer would divide by after the updates made so
    /// far. A parameter whose gradient has always been zero does not move and is left out.
    ///
    /// - Parameter batches: over how many batches the Hessian is averaged.
    /// - Returns: nil where the budget is spent, or gradients are not finite.
    public func sharpness(
        batches count: Int, by iteration: PowerIteration, spending budget: EffortBudget
    ) throws -> EigenvalueEstimate? {
        precondition(count >= 1, "a Hessian of no batches")
        let parameters = setup.engine.registry.trainableParameters
        let scale = preconditioner(parameters)
        let random = CounterRandom(seed: setup.configuration.seed, stream: .probe)
        let length = parameters.reduce(0) { $0 + $1.shape.count }
        let start = (0..<length).map { random.normal(UInt64($0)) }
        return try iteration.largestEigenvalue(from: start) {
            try hessianProduct(
                along: Self.scaled($0, by: scale), parameters, batches: count, spending: budget
            ).map { Self.scaled($0, by: scale) }
        }
    }

    private static func scaled(_ vector: [Float], by scale: [Float]?) -> [Float] {
        scale.map { zip(vector, $0).map(*) } ?? vector
    }

    /// The mean Hessian of some batches times a vector that lies one parameter after the other.
    ///
    /// - Returns: nil where the budget was spent before the last batch.
    private func hessianProduct(
        along vector: [Float], _ parameters: [StateSlot], batches count: Int,
        spending budget: EffortBudget
    ) throws -> [Float]? {
        var direction: [StateSlot: HostTensor] = [:]
        var position = 0
        for slot in parameters {
            let end = position + slot.shape.count
            direction[slot] = HostTensor(
                shape: slot.shape, values: Array(vector[position..<end]))
            position = end
        }
        var source = batches
        var sum = [Float](repeating: 0, count: vector.count)
        for _ in 0..<count {
            guard !budget.isSpent else { return nil }
            try source.next(into: try setup.engine.gradientProgram(setup.batchSize))
            let product = try setup.engine.hessianVectorProduct(
                batchSize: setup.batchSize, scalars(learningRate: 0), along: direction)
            budget.spend(steps: 2)
            var index = 0
            for slot in parameters {
                for value in product[slot]?.values ?? [] {
                    sum[index] += value / Float(count)
                    index += 1
                }
            }
        }
        return sum
    }

    /// `P^(−½)` of an adaptive optimizer, one parameter after the other; nil for others.
    private func preconditioner(_ parameters: [StateSlot]) -> [Float]? {
        let configuration = setup.configuration
        let role: String
        let decay: Double
        switch configuration.optimizer {
        case .sgd: return nil
        // RMSprop does not correct the bias of its average.
        case .rmsprop: (role, decay) = ("squareAverage", 0)
        case .adam, .adamw: (role, decay) = ("secondMoment", configuration.beta2)
        }
        let correction = StabilityLimit.biasCorrection(decay, step: stateSteps)
        return parameters.flatMap { parameter in
            let slot = StateSlot(
                .optimizer, "\(role)/\(parameter.name)", shape: parameter.shape,
                parameter: parameter.name)
            return setup.engine.store.load(slot).values.map { square in
                guard square > 0 else { return Float(0) }
                let divisor = (Double(square) / correction).squareRoot() + configuration.epsilon
                return Float(1 / divisor.squareRoot())
            }
        }
    }
}
