import BallastCore
import BallastDNNL
import BallastGraph
import BallastModels
import BallastNN
import BallastOptimizers
import BallastRuntime
import BallastTraining
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@Suite("Hessian-vector products", .serialized)
struct HessianVectorProductTests {
    typealias Tensors = [StateSlot: HostTensor]

    /// Smooth everywhere, with masks and batch statistics.
    private static let smooth = Sequential(
        Linear(24), BatchNorm2D(), Activation.tanh, Dropout(0.3), Linear(SmallTraining.classes))

    private func direction(_ engine: TrainingEngine, _ name: String) -> Tensors {
        let slots = engine.registry.trainableParameters
        return Dictionary(
            uniqueKeysWithValues: slots.map { slot in
                let values = HashedValues.uniform(
                    slot.shape.count, in: -1...1, name: "\(name) \(slot.name)")
                return (slot, HostTensor(shape: slot.shape, values: values))
            })
    }

    private func dot(_ a: Tensors, _ b: Tensors) -> Double {
        a.reduce(0) { sum, pair in
            zip(pair.value.values, b[pair.key]!.values)
                .reduce(sum) { $0 + Double($1.0) * Double($1.1) }
        }
    }

    private func relativeError(_ a: Tensors, _ b: [StateSlot: [Double]]) -> Double {
        var (difference, size) = (0.0, 0.0)
        for (slot, tensor) in a {
            for (value, expected) in zip(tensor.values, b[slot]!) {
                difference += (Double(value) - expected) * (Double(value) - expected)
                size += expected * expected
            }
        }
        return (difference / size).squareRoot()
    }

    /// `H·v = Σₙ (diag(pₙ) − pₙ·pₙᵀ)·(V·xₙ + c) ⊗ (xₙ, 1) ÷ N` for logits `W·x + b`.
    private func softmaxProduct(
        _ rows: [[Double]], weight: [Double], bias: [Double], along v: [Double], _ c: [Double]
    ) -> (weight: [Double], bias: [Double]) {
        let (classes, width) = (bias.count, rows[0].count)
        func linear(_ matrix: [Double], _ offset: [Double], _ x: [Double]) -> [Double] {
            (0..<classes).map { k in
                (0..<width).reduce(offset[k]) { $0 + matrix[k * width + $1] * x[$1] }
            }
        }
        var result = (
            weight: Array(repeating: 0.0, count: v.count),
            bias: Array(repeating: 0.0, count: classes)
        )
        for x in rows {
            let exponentials = linear(weight, bias, x).map { exp($0) }
            let p = exponentials.map { $0 / exponentials.reduce(0, +) }
            let moved = linear(v, c, x)
            let mean = zip(p, moved).reduce(0) { $0 + $1.0 * $1.1 }
            for k in 0..<classes {
                let slope = p[k] * (moved[k] - mean) / Double(rows.count)
                result.bias[k] += slope
                for i in 0..<width { result.weight[k * width + i] += slope * x[i] }
            }
        }
        return result
    }

    @Test("equal the exact ones of a linear classifier", arguments: [1, 2])
    func linearClassifier(accumulation: Int) throws {
        var training = try SmallTraining(
            Linear(SmallTraining.classes), imageSize: 8, accumulation: accumulation,
            optimizer: .sgd())
        try training.fill()
        let engine = training.engine
        let images = try engine.gradientProgram(training.batchSize).floatInput("images")
        let (weight, bias) = (engine.registry["weight"]!.slot, engine.registry["bias"]!.slot)
        let v = direction(engine, "v")
        let product = try engine.hessianVectorProduct(
            batchSize: training.batchSize, training.scalars, along: v)

        // Images lie channels last; the weight's columns count channels first.
        let rows = (0..<training.batchSize).map { n in
            (0..<192).map { Double(images[n * 192 + ($0 % 64) * 3 + $0 / 64]) }
        }
        let exact = softmaxProduct(
            rows, weight: engine.store.load(weight).values.map(Double.init),
            bias: engine.store.load(bias).values.map(Double.init),
            along: v[weight]!.values.map(Double.init), v[bias]!.values.map(Double.init))
        let error = relativeError(product, [weight: exact.weight, bias: exact.bias])
        #expect(error <= 1e-3, "error \(error)")
    }

    @Test("equal differences of double-precision gradients, same masks")
    func network() throws {
        var training = try SmallTraining(Self.smooth, imageSize: 8, optimizer: .sgd())
        var reference = try SmallTraining(
            Self.smooth, imageSize: 8, optimizer: .sgd(), backend: ReferenceBackend())
        try training.fill()
        try reference.fill()
        let v = direction(training.engine, "v")
        let product = try training.engine.hessianVectorProduct(
            batchSize: training.batchSize, training.scalars, along: v)

        let store = reference.engine.store
        let program = try reference.engine.gradientProgram(training.batchSize)
        let weights = v.keys.map { ($0, store.loadExactly($0)) }
        let distance = 1e-5
        let ends = [distance, -distance].map { distance in
            for (slot, values) in weights {
                let moved = zip(values, v[slot]!.values).map { $0 + distance * Double($1) }
                store.storeExactly(moved, in: slot)
            }
            program.run(reference.scalars)
            return v.keys.map { store.loadExactly($0.gradient, .proposed) }
        }
        var expected: [StateSlot: [Double]] = [:]
        for (index, slot) in v.keys.enumerated() {
            expected[slot] = zip(ends[0][index], ends[1][index]).map { ($0 - $1) / (2 * distance) }
        }
        let error = relativeError(product, expected)
        #expect(error <= 5e-3, "error \(error)")
    }

    @Test("are those of a symmetric matrix")
    func symmetry() throws {
        var training = try SmallTraining(Self.smooth, imageSize: 8, optimizer: .sgd())
        try training.train(3)
        try training.fill()
        let engine = training.engine
        let (u, v) = (direction(engine, "u"), direction(engine, "v"))
        let (size, scalars) = (training.batchSize, training.scalars)
        let hu = try engine.hessianVectorProduct(batchSize: size, scalars, along: u)
        let hv = try engine.hessianVectorProduct(batchSize: size, scalars, along: v)
        let scale = (dot(hu, hu) * dot(v, v)).squareRoot()
        #expect(abs(dot(v, hu) - dot(u, hv)) <= 1e-3 * scale)
        #expect(abs(dot(v, hu)) > 1e-3 * scale, "nothing is compared with nothing")
    }

    @Test("leave every bit of the state, and the steps after them")
    func stateIsKept() throws {
        func trained(measuring: Bool) throws -> [StateSlot: [UInt32]] {
            var training = try SmallTraining(
                try SmallTraining.model(.resnet18Small, imageSize: 16), imageSize: 16,
                optimizer: .adam().averaging(decay: 0.9))
            try training.train(2)
            if measuring {
                let before = training.bits
                var copy = training
                try copy.fill()
                _ = try copy.engine.hessianVectorProduct(
                    batchSize: copy.batchSize, copy.scalars, along: direction(copy.engine, "v"))
                #expect(training.bits == before)
            }
            try training.train(2)
            return training.bits
        }
        #expect(try trained(measuring: true) == trained(measuring: false))
    }

    @Test("are zero along zero")
    func zero() throws {
        let training = try SmallTraining(Self.smooth, imageSize: 8, optimizer: .sgd())
        let zeros = direction(training.engine, "v").mapValues {
            HostTensor(repeating: 0, shape: $0.shape)
        }
        let product = try training.engine.hessianVectorProduct(
            batchSize: training.batchSize, training.scalars, along: zeros)
        #expect(product == zeros)
    }
}
