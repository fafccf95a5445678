import BallastCore
import BallastGraph
import BallastRuntime

/// A few steps of training a small residual network with batch normalization and dropout, by
/// gradient descent with momentum and weight decay, on hashed data.
public struct TrainingScenario {
    private static let classes = 5
    private static let input: Shape = [4, 3, 9, 8]

    /// What a run leaves behind.
    public struct Outcome: Sendable {
        /// The loss of each step.
        public var losses: [Float]
        /// What every slot but the gradients has committed.
        public var state: [StateSlot: [Float]]

        /// How far the losses and each slot are from those of a reference run, relative to its
        /// largest magnitude; the losses under nil.
        public func relativeErrors(from reference: Outcome) -> [StateSlot?: Double] {
            func error(_ values: [Float], _ expected: [Float]) -> Double {
                BackendComparison.relativeError(
                    values.map(Double.init), expected.map(Double.init))
            }
            var errors: [StateSlot?: Double] = [nil: error(losses, reference.losses)]
            for (slot, expected) in reference.state {
                errors[slot] = error(state[slot]!, expected)
            }
            return errors
        }
    }

    private let store: StateStore
    private let step: Executable
    private let update: Executable
    private let gradientGraph: Graph

    /// - Parameter activations: the type that the passes give to activations; nil for a graph as
    ///   it was traced, without passes.
    /// - Throws: what the backend throws at compilation.
    public init(on backend: any Backend, activations: DataType? = .float32) throws {
        store = StateStore(backend: backend)
        let traced = Self.forwardGraph()
        let forward = activations == nil ? traced : traced.optimizedForward()
        gradientGraph = forward.differentiated(loss: forward.result("loss")!)
        let parameters = gradientGraph.readSlots.filter { $0.kind == .parameter }
        let updateGraph = Self.updateGraph(parameters)
        if let activations {
            step = try Executable(gradientGraph.optimized(activations: activations), store: store)
            update = try Executable(updateGraph.optimized(), store: store)
        } else {
            step = try Executable(gradientGraph, store: store)
            update = try Executable(updateGraph, store: store)
        }
        for slot in gradientGraph.readSlots where slot.kind != .gradient {
            store.store(Self.initialValue(slot), in: slot)
        }
    }

    /// Runs `count` steps, of which those in `refused` are not committed.
    public func run(_ count: Int, refused: Set<Int> = []) -> Outcome {
        var losses: [Float] = []
        for number in 1...count {
            let scalars = StepScalars(
                learningRate: 0.05, momentum: 0.9, step: number, seed: 3)
            step.fillInputs(of: gradientGraph, classes: Self.classes, seed: UInt64(number))
            step.run(scalars)
            update.run(scalars)
            losses.append(step.result("loss")[0])
            guard !refused.contains(number) else { continue }
            store.commit(step.writtenSlots + update.writtenSlots)
        }
        let kept = store.slots.filter { $0.kind != .gradient }
        let state = kept.map { ($0, store.load($0).values) }
        return Outcome(losses: losses, state: Dictionary(uniqueKeysWithValues: state))
    }

    private static func initialValue(_ slot: StateSlot) -> HostTensor {
        let range: ClosedRange<Float> =
            slot.shape.rank > 1 ? -0.3...0.3 : slot.name.hasSuffix("scale") ? 0.5...1.5 : 0...0.5
        let values = HashedValues.uniform(slot.shape.count, in: range, name: slot.name)
        return HostTensor(shape: slot.shape, values: values)
    }

    private static func forwardGraph() -> Graph {
        let builder = GraphBuilder()
        func parameter(_ name: String, _ shape: Shape) -> Tensor {
            builder.read(StateSlot(.parameter, name, shape: shape))
        }
        let x = builder.input("x", input)
        let stem = x.convolved(
            weight: parameter("stem.weight", [16, 3, 3, 3]), bias: nil, .init(padding: 1))
        let pooled = normalized(stem, "norm", builder).unary(.relu)
            .maxPooled(.init(kernel: 3, stride: 2, padding: 1))
        let branch = pooled.convolved(
            weight: parameter("branch.weight", [16, 16, 3, 3]),
            bias: parameter("branch.bias", [16]), .init(padding: 1))
        let joined = (normalized(branch, "branch.norm", builder) + pooled).unary(.relu)
        let features = joined.adaptiveAveragePooled(to: 1).flattened().droppedOut(rate: 0.2)
        let logits = features.linear(
            weight: parameter("fc.weight", [classes, 16]), bias: parameter("fc.bias", [classes]))
        let labels = builder.input("labels", [input[0]], .int32)
        builder.result("loss", logits.softmaxCrossEntropy(labels: labels).mean)
        return builder.graph
    }

    private static func normalized(_ x: Tensor, _ name: String, _ builder: GraphBuilder) -> Tensor {
        let shape: Shape = [x.shape[1]]
        let scale = builder.read(StateSlot(.parameter, "\(name).scale", shape: shape))
        let shift = builder.read(StateSlot(.parameter, "\(name).shift", shape: shape))
        let (output, mean, variance) = x.batchNormalized(scale: scale, shift: shift, epsilon: 1e-3)
        for (statistic, batch) in [("mean", mean), ("variance", variance)] {
            let slot = StateSlot(.runningStatistic, "\(name).\(statistic)", shape: shape)
            builder.write(builder.read(slot) * 0.9 + batch * 0.1, to: slot)
        }
        return output
    }

    private static func updateGraph(_ parameters: [StateSlot]) -> Graph {
        let builder = GraphBuilder()
        let (rate, momentum) = (builder.scalar(.learningRate), builder.scalar(.momentum))
        for slot in parameters {
            let moment = StateSlot(
                .optimizer, "momentum/\(slot.name)", shape: slot.shape, parameter: slot.name)
            let value = builder.read(slot)
            let gradient = builder.read(slot.gradient, .proposed) + value * 1e-3
            let velocity = momentum * builder.read(moment) + gradient
            builder.write(velocity, to: moment)
            builder.write(value - rate * velocity, to: slot)
        }
        return builder.graph
    }
}
