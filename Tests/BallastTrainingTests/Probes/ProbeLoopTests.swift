import BallastCore
import BallastDNNL
import BallastData
import BallastEvents
import BallastGraph
import BallastNN
import BallastRuntime
import BallastTraining
import Testing

@Suite("Probes in the training loop", .serialized)
struct ProbeLoopTests {
    typealias Change = @Sendable (inout RunConfiguration) throws -> Void

    private static let runs: [String: Change] = [
        "lenet5": { _ in },
        "lenet5 with adam, clipping and averages": {
            $0.optimizer = .adam
            $0.clipNorm = 0.5
            $0.ema = 0.9
        },
        "lenet5 with accumulation": {
            $0.batchSize = 4
            $0.accumulate = 2
        },
        "resnet18-small": {
            $0.model = "resnet18-small"
            $0.data = "shapes7:train=56,test=14,size=16"
        },
        "googlenet-small, which has dropout": {
            $0.model = "googlenet-small"
            $0.data = "shapes7:train=56,test=14,size=16"
        },
        "resnet18-small in bfloat16": {
            $0.model = "resnet18-small"
            $0.data = "shapes7:train=56,test=14,size=16"
            $0.precision = .bfloat16
        },
        "a one-cycle schedule that moves the momentum": {
            $0.schedule = try ScheduleSpec(parsing: "onecycle:max=0.05,total=20")
        },
    ]

    @Test("change no bit of what is trained", arguments: runs.keys.sorted())
    func nothingIsChanged(run: String) throws {
        if run.contains("bfloat16"), !DNNLBackend.supportsBFloat16 { return }
        func trained(_ probes: ProbePreset) throws -> ProbedLoop {
            let made = try ProbedLoop(probes, Self.runs[run]!)
            try made.make(steps: 6)
            return made
        }
        let (off, economy, full) = (try trained(.off), try trained(.economy), try trained(.full))
        #expect(full.layers.map(\.step) == Array(1...6), "the layers were looked at")
        for probed in [economy, full] {
            #expect(probed.engine.bits == off.engine.bits)
            #expect(probed.steps.map(\.loss.bitPattern) == off.steps.map(\.loss.bitPattern))
            #expect(
                probed.steps.map(\.gradientNorm.bitPattern)
                    == off.steps.map(\.gradientNorm.bitPattern))
        }
    }

    @Test("each measures as often as its preset says")
    func schedules() throws {
        let economy = try ProbedLoop(.economy) {
            $0.model = "mlp"
            $0.data = "shapes7:train=56,test=14,size=8"
        }
        try economy.make(steps: 101)
        #expect(economy.layers.map(\.step) == [1, 50, 100])
        #expect(
            economy.steps.filter { $0.updateRatio != nil }.map(\.step)
                == [1] + Array(stride(from: 10, through: 100, by: 10)))
        for record in economy.steps {
            #expect(record.momentum == 0.9 && record.worstShare != nil)
            #expect(record.labelCounts != nil && record.batch != nil)
        }
        let off = try ProbedLoop(.off)
        try off.make(steps: 2)
        #expect(off.layers.isEmpty)
        for record in off.steps {
            #expect(record.momentum == nil && record.updateRatio == nil)
            #expect(record.worstShare == nil && record.labelCounts == nil && record.batch == nil)
        }
    }

    @Test("of a step are those of its samples and of the tensors", arguments: [1, 3])
    func stepQuantities(accumulation: Int) throws {
        let probed = try ProbedLoop(.full) {
            $0.batchSize = 16
            $0.accumulate = accumulation
            $0.weightDecay = 0.1
        }
        let engine = probed.engine
        var source = probed.loop.upcomingBatches
        try probed.make(steps: 1)
        let record = try #require(probed.steps.first)

        var labels: [Int] = []
        for index in 0..<accumulation {
            let program = try engine.gradientProgram(16, continuesStep: index > 0)
            labels += try source.next(into: program).labels
        }
        #expect(record.labelCounts == (0..<7).map { label in labels.filter { $0 == label }.count })
        #expect(record.labelCounts?.reduce(0, +) == 16 * accumulation)
        // The step is committed, so the other version of a parameter is that of before.
        func squares(_ values: some Sequence<Float>) -> Double {
            values.reduce(0) { $0 + Double($1) * Double($1) }
        }
        var (changed, before) = (0.0, 0.0)
        for slot in engine.registry.trainableParameters {
            let (old, new) = (engine.store.load(slot, .proposed), engine.store.load(slot))
            changed += squares(zip(new.values, old.values).map { $0 - $1 })
            before += squares(old.values)
        }
        let ratio = (changed / before).squareRoot()
        #expect(abs(try #require(record.updateRatio) - ratio) <= 1e-5 * ratio)
        let layers = try #require(probed.layers.first?.layers)
        let updates = layers.compactMap(\.updateNorm).map { $0 * $0 }.reduce(0, +)
        #expect(abs(updates - changed) <= 1e-5 * changed)
        let gradients = layers.compactMap(\.gradientNorm).map { $0 * $0 }.reduce(0, +)
        #expect(abs(gradients.squareRoot() - record.gradientNorm) <= 1e-5 * record.gradientNorm)
    }

    @Test("tell the worst sixteenth's share of the loss", arguments: [8, 32, 40])
    func worstShare(batchSize: Int) throws {
        let probed = try ProbedLoop(.economy) { $0.batchSize = batchSize }
        try probed.make(steps: 2)
        let program = try probed.engine.gradientProgram(batchSize)
        let losses = program.result("perSample").map(Double.init).sorted(by: >)
        let expected = losses.prefix(max(1, batchSize / 16)).reduce(0, +) / losses.reduce(0, +)
        let share = try #require(probed.steps[1].worstShare)
        #expect(abs(share - expected) <= 1e-12)
        #expect(share > Double(max(1, batchSize / 16)) / Double(batchSize))
    }

    @Test("tell batches of the same samples from others, whatever the order in them")
    func identity() throws {
        // All 56 images are one batch, which each epoch has in another order.
        let whole = try ProbedLoop(.economy) { $0.batchSize = 56 }
        try whole.make(steps: 3)
        let identities = try whole.steps.map { try #require($0.batch) }
        #expect(identities.map(\.epoch) == [0, 1, 2] && identities.allSatisfy { $0.position == 0 })
        #expect(Set(identities.map(\.checksum)).count == 1)

        let parts = try ProbedLoop(.economy) { $0.batchSize = 14 }
        try parts.make(steps: 8)
        let others = try parts.steps.map { try #require($0.batch) }
        #expect(others.map(\.position) == [0, 14, 28, 42, 0, 14, 28, 42])
        #expect(Set(others.map(\.checksum)).count == 8)
    }

    @Test("the momentum is the one in force")
    func momentum() throws {
        let adam = try ProbedLoop(.economy) {
            $0.optimizer = .adam
            $0.beta1 = 0.8
        }
        try adam.make(steps: 1)
        #expect(adam.steps[0].momentum == 0.8)
        let cycle = try ProbedLoop(
            .economy, Self.runs["a one-cycle schedule that moves the momentum"]!)
        try cycle.make(steps: 4)
        let momenta = try cycle.steps.map { try #require($0.momentum) }
        #expect(zip(momenta, momenta.dropFirst()).allSatisfy { $0 > $1 }, "\(momenta)")
    }

    @Test("layers that are asked for outside of the loop are those of its next step")
    func outsideOfTheLoop() throws {
        let probed = try ProbedLoop(.full) { $0.optimizer = .adam }
        try probed.make(steps: 2)
        let scalars = probed.loop.nextScalars
        let asked = try probed.engine.layerProbes(next: probed.loop.upcomingBatches, scalars)
        try probed.make(steps: 1)
        #expect(probed.layers.last?.layers == asked)
        #expect(scalars.step == 3 && scalars.learningRate == probed.steps[2].learningRate)
    }
}
