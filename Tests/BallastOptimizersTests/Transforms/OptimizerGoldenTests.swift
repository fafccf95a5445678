import BallastCore
import BallastGraph
import BallastOptimizers
import BallastRuntime
import TestSupport
import Testing

/// Ten steps of every optimizer and clip against PyTorch's parameters in double precision.
@Suite struct OptimizerGoldenTests {
    struct Fixture: Decodable {
        struct Case: Decodable, CustomTestStringConvertible {
            struct Tensor: Decodable {
                let name: String
                let shape: [Int]
            }
            let name: String
            let optimizer: String
            let options: [String: Double]
            let clip: [String: Double]
            let tensors: [Tensor]
            let values: [[Double]]
            let average: Double?
            let averages: [[Double]]?

            var testDescription: String { name }
            var slots: [StateSlot] {
                tensors.map { StateSlot(.parameter, $0.name, shape: Shape($0.shape)) }
            }
        }
        let cases: [Case]
    }

    static func cases(_ names: String...) throws -> [Fixture.Case] {
        try GoldenFile.load("optimizers", as: Fixture.self).cases
            .filter { names.isEmpty || names.contains($0.name) }
    }

    private func optimizer(_ row: Fixture.Case) -> Optimizer {
        let options = row.options
        func option(_ name: String, _ fallback: Double) -> Double { options[name] ?? fallback }
        let decay = option("weightDecay", 0)
        let momentum = MomentumSource.constant(option("momentum", 0))
        let epsilon = option("epsilon", 1e-8)
        var optimizer: Optimizer
        switch row.optimizer {
        case "adam": optimizer = .adam(epsilon: epsilon, weightDecay: decay)
        case "adamw": optimizer = .adamw(epsilon: epsilon, weightDecay: decay)
        case "rmsprop":
            optimizer = .rmsprop(
                smoothing: option("smoothing", 0.99), epsilon: epsilon,
                centered: options["centered"] != nil, momentum: momentum, weightDecay: decay)
        default:
            optimizer = .sgd(
                momentum: momentum, dampening: option("dampening", 0),
                nesterov: options["nesterov"] != nil, weightDecay: decay)
        }
        if let limit = row.clip["value"] { optimizer = optimizer.preceded(by: ClipByValue(limit)) }
        if let limit = row.clip["globalNorm"] {
            optimizer = optimizer.preceded(by: ClipByGlobalNorm(limit))
        }
        if let limit = row.clip["adaptive"] {
            optimizer = optimizer.preceded(by: AdaptiveGradientClip(limit))
        }
        return row.average.map { optimizer.averaging(decay: $0) } ?? optimizer
    }

    /// Parameters, and averages if there are any, after each step.
    private func run(
        _ row: Fixture.Case, _ optimizer: Optimizer, momentum: Double = 0
    ) throws -> (values: [[Double]], averages: [[Double]]) {
        let store = StateStore(backend: ReferenceBackend())
        let builder = GraphBuilder()
        for slot in row.slots {
            builder.write(builder.input(slot.name, slot.shape), to: slot.gradient)
        }
        let entries = optimizer.trace(parameters: row.slots, builder)
        let executable = try Executable(builder.graph.optimized(), store: store)
        for slot in row.slots {
            let values = GoldenValues.uniform("parameters/\(slot.name)", slot.shape.count)
            store.store(HostTensor(shape: slot.shape, values: values), in: slot)
        }
        for entry in entries {
            switch entry.initial {
            case .constant(let value):
                store.store(
                    HostTensor(repeating: Float(value), shape: entry.slot.shape), in: entry.slot)
            case .parameter:
                let slot = row.slots.first { $0.name == entry.slot.parameter }!
                store.store(store.load(slot), in: entry.slot)
            }
        }
        let averages = entries.map(\.slot).filter { $0.kind == .average }
        var curves: (values: [[Double]], averages: [[Double]]) = ([], [])
        for step in row.values.indices {
            for slot in row.slots {
                let name = "gradients/\(slot.name)/step\(step)"
                let gradient = GoldenValues.uniform(name, slot.shape.count)
                _ = executable.floatInput(slot.name).update(from: gradient)
            }
            executable.run(
                StepScalars(
                    learningRate: row.options["learningRate"]!, momentum: momentum,
                    step: step + 1))
            store.commit(executable.writtenSlots)
            curves.values.append(row.slots.flatMap { store.loadExactly($0) })
            curves.averages.append(averages.flatMap { store.loadExactly($0) })
        }
        return curves
    }

    private func distance(_ found: [[Double]], _ expected: [[Double]]) -> Double {
        zip(found.joined(), expected.joined()).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }

    @Test(arguments: try cases())
    func tenStepsArePyTorchs(row: Fixture.Case) throws {
        let curves = try run(row, optimizer(row))
        #expect(curves.values.count == 10)
        #expect(distance(curves.values, row.values) < 1e-7)
        if let averages = row.averages {
            #expect(distance(curves.averages, averages) < 1e-7)
        }
    }

    @Test(arguments: try cases("sgd-momentum", "sgd-nesterov", "adam"))
    func scheduledMomentumThatStandsStillIsConstantMomentum(row: Fixture.Case) throws {
        let scheduled: Optimizer =
            row.optimizer == "adam"
            ? .adam(beta1: .scheduled)
            : .sgd(momentum: .scheduled, nesterov: row.options["nesterov"] != nil)
        let curves = try run(row, scheduled, momentum: 0.9)
        #expect(distance(curves.values, row.values) < 1e-7)
    }
}
