import BallastData
import BallastEvents
import BallastModels
import BallastOptimizers
import BallastRuntime
import BallastTraining
import Testing

@Suite("The first tensor that is not finite", .serialized)
struct NonFiniteTests {
    private static func found(_ probed: ProbedLoop) throws -> NonFiniteRecord {
        let before = probed.engine.bits
        try probed.make(steps: 1)
        let record = try #require(probed.nonFinite.last)
        #expect(record.step == probed.steps.last?.step)
        #expect(probed.steps.last?.committed == false)
        #expect(probed.engine.bits == before, "the search commits nothing")
        return record
    }

    @Test("an input")
    func input() throws {
        var training = try SmallTraining(
            try SmallTraining.model(.lenet5), optimizer: .sgd())
        try training.fill()
        let engine = training.engine
        #expect(try engine.firstNonFinite(batchSize: 4, training.scalars) == nil)
        try engine.gradientProgram(4).floatInput("images")[77] = .nan
        let found = try engine.firstNonFinite(batchSize: 4, training.scalars)
        #expect(found == NonFiniteRecord(step: 1, tensor: "images", layer: "", phase: .input))
    }

    private static let weights = [
        ("lenet5", "fc2.weight", "fc2"), ("lenet5", "conv1.bias", "conv1"),
        ("resnet18-small", "layer2.0.downsample.1.weight", "layer2.0.downsample.1"),
        ("resnet18-small", "layer3.1.conv2.weight", "layer3.1.conv2"),
    ]

    @Test("a parameter, by the name of its layer", arguments: weights)
    func weight(model: String, name: String, layer: String) throws {
        let probed = try ProbedLoop(.economy) {
            $0.model = model
            $0.data = "shapes7:train=56,test=14,size=16"
        }
        try probed.make(steps: 1)
        #expect(probed.nonFinite.isEmpty)
        probed.change(name) { $0[1] = .nan }
        let expected = NonFiniteRecord(step: 2, tensor: name, layer: layer, phase: .forward)
        #expect(try Self.found(probed) == expected)
    }

    @Test("an activation that overflows, behind finite weights")
    func activation() throws {
        let probed = try ProbedLoop(.economy)
        probed.change("fc1.weight") { values in
            for index in values.indices { values[index] = 3e38 }
        }
        let found = try Self.found(probed)
        #expect(found.tensor == "fc1 output" && found.layer == "fc1" && found.phase == .forward)
        let deep = try ProbedLoop(.economy) {
            $0.model = "resnet18-small"
            $0.data = "shapes7:train=56,test=14,size=16"
        }
        deep.change("layer1.1.conv2.weight") { values in
            for index in values.indices { values[index] = 1e38 }
        }
        #expect(try Self.found(deep).layer == "layer1.1.conv2")
    }

    @Test("a gradient, behind a finite loss")
    func gradient() throws {
        // Without hidden values the logits are the last biases, however large the weights.
        let probed = try ProbedLoop(.economy) { $0.batchSize = 1 }
        var source = probed.loop.upcomingBatches
        let label = try source.next(into: probed.engine.gradientProgram(1)).labels[0]
        probed.change("fc2.bias") { values in
            for index in values.indices { values[index] = -1e4 }
        }
        probed.change("fc3.weight") { values in
            for index in values.indices { values[index] = index / 84 == label ? -3e38 : 3e38 }
        }
        let found = try Self.found(probed)
        #expect(probed.steps[0].loss.isFinite)
        #expect(found.tensor == "fc3 input gradient" && found.layer == "fc3")
        #expect(found.phase == .backward)
    }

    @Test("an update, behind finite gradients")
    func update() throws {
        let probed = try ProbedLoop(.economy) { $0.weightDecay = 1e-3 }
        probed.change("momentum/conv2.weight") { $0[3] = .infinity }
        let found = try Self.found(probed)
        #expect(probed.steps[0].loss.isFinite && probed.steps[0].gradientNorm.isFinite)
        #expect(found.tensor.hasSuffix("conv2.weight") && found.layer == "conv2")
        #expect(found.phase == .update)
    }

    @Test("an update whose elements are finite, while its norm is not")
    func norm() throws {
        let probed = try ProbedLoop(.economy) { $0.learningRate = 1e30 }
        let found = try Self.found(probed)
        #expect(found.tensor.hasPrefix("conv1.") && found.layer == "conv1")
        #expect(found.phase == .update)
    }

    @Test("a later batch of a step counts too")
    func accumulation() throws {
        let probed = try ProbedLoop(.economy) {
            $0.accumulate = 3
            $0.batchSize = 4
            $0.optimizer = .adam
        }
        probed.change("fc3.bias") { $0[6] = -.infinity }
        let found = try Self.found(probed)
        #expect(found.tensor == "fc3.bias" && found.phase == .forward)
    }

    @Test("probes that are off do not look for it, and a run that repairs goes on")
    func modes() throws {
        let off = try ProbedLoop(.off)
        off.change("fc3.bias") { $0[0] = .nan }
        try off.make(steps: 1)
        #expect(off.nonFinite.isEmpty && off.steps[0].loss.isNaN)
        let repairing = try ProbedLoop(.economy, guarding: .repair)
        repairing.change("fc3.bias") { $0[0] = .nan }
        try repairing.make(steps: 2)
        #expect(repairing.nonFinite.map(\.step) == [1, 2])
        #expect(repairing.steps.allSatisfy { $0.worstShare?.isNaN == true })
    }
}
