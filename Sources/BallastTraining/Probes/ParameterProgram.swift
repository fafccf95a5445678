import BallastCore
import BallastEvents
import BallastGraph
import BallastOptimizers
import BallastRuntime

/// A compiled program that reads parameters, their gradients and what the optimizer proposes,
/// layer by layer, and writes no state.
struct ParameterProgram {
    /// The parameters of one layer; those that training moves are also in `trainable`.
    struct Group {
        let parameters: [StateSlot]
        let trainable: [StateSlot]
    }

    /// Adam's second moments, for how well they keep pace.
    struct SecondMoment {
        let transform: ScaleByAdam
        /// The slot of each trained parameter.
        let slots: [StateSlot: StateSlot]
    }

    private let executable: Executable
    private let groups: [Group]
    private let hasSecondMoment: Bool

    init(_ groups: [Group], _ secondMoment: SecondMoment?, store: StateStore) throws {
        self.groups = groups
        hasSecondMoment = secondMoment != nil
        let builder = GraphBuilder()
        for (index, group) in groups.enumerated() where !group.parameters.isEmpty {
            builder.result(
                "weight\(index)", .squaredNorm(group.parameters.map { builder.read($0) }))
            guard !group.trainable.isEmpty else { continue }
            let gradients = group.trainable.map { builder.read($0.gradient, .proposed) }
            builder.result("gradient\(index)", .squaredNorm(gradients))
            let changes = group.trainable.map { builder.read($0, .proposed) - builder.read($0) }
            builder.result("update\(index)", .squaredNorm(changes))
            guard let secondMoment else { continue }
            let ratios = group.trainable.map { slot in
                secondMoment.ratio(secondMoment.slots[slot]!, builder)
            }
            builder.result("ratio\(index)", .squaredNorm(ratios))
        }
        executable = try Executable(builder.graph.optimized(), store: store)
    }

    /// Measures what the step has proposed.
    func measure(_ scalars: StepScalars, into probes: inout [LayerProbe]) {
        executable.run(scalars)
        for (index, group) in groups.enumerated() where !group.parameters.isEmpty {
            probes[index].weightNorm = squares("weight", index).squareRoot()
            guard !group.trainable.isEmpty else { continue }
            probes[index].gradientNorm = squares("gradient", index).squareRoot()
            probes[index].updateNorm = squares("update", index).squareRoot()
            guard hasSecondMoment else { continue }
            let count = group.trainable.reduce(0) { $0 + $1.shape.count }
            probes[index].secondMomentRatio = (squares("ratio", index) / Double(count)).squareRoot()
        }
    }

    private func squares(_ name: String, _ index: Int) -> Double {
        Double(executable.result("\(name)\(index)")[0])
    }
}

extension ParameterProgram.SecondMoment {
    /// The roots of `g²/max(v, ε²)` of one parameter.
    ///
    /// The gradient is taken from the moments, `g² = (vₜ − β₂·vₜ₋₁)/(1 − β₂)`, so that it is the
    /// one that reached Adam, behind any clipping.
    fileprivate func ratio(_ slot: StateSlot, _ builder: GraphBuilder) -> Tensor {
        let (beta, epsilon) = (transform.beta2, transform.epsilon)
        let new = builder.read(slot, .proposed)
        let squares = (new - builder.read(slot) * beta) * (1 / (1 - beta))
        let moment = new * builder.scalar(.biasCorrection(beta)).reciprocal()
        let floor = builder.constant(epsilon * epsilon)
        // Rounding may leave a square slightly below zero.
        return (squares.absolute() / moment.maximum(floor)).squareRoot()
    }
}
