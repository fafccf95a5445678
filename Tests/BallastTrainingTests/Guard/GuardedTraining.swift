import BallastDNNL
import BallastData
import BallastEvents
import BallastGraph
import BallastTraining
import Foundation

/// Small runs under the guard, with what they reported.
final class GuardedTraining {
    let loop: TrainingLoop
    private(set) var events: [RunEvent.Kind] = []

    /// - Parameter change: of a multilayer perceptron on 256 images in batches of 16.
    init(
        _ change: (inout RunConfiguration) throws -> Void = { _ in },
        transform: (any SampleTransform)? = nil
    ) throws {
        let configuration = try Self.configuration(change)
        var data = try RunData(configuration)
        data.transform = transform
        let setup = try TrainingSetup(configuration, data: data) { DNNLBackend(threads: $0) }
        var sink: ((RunEvent.Kind) -> Void)?
        loop = TrainingLoop(setup) { sink?($0) }
        sink = { [unowned self] in events.append($0) }
    }

    static func configuration(
        _ change: (inout RunConfiguration) throws -> Void
    ) rethrows -> RunConfiguration {
        var configuration = RunConfiguration()
        configuration.data = "shapes7:train=256,test=28"
        configuration.model = "mlp:depth=2,width=32"
        configuration.batchSize = 16
        configuration.steps = 128
        configuration.learningRate = 0.01
        configuration.validateEvery = .every(1000)
        configuration.threads = 1
        try change(&configuration)
        return configuration
    }

    /// Makes updates until so many are made, roll-backs taken into account.
    func run(to step: Int) throws {
        while loop.completedSteps < step { try loop.step() }
    }

    var bits: [StateSlot: [UInt32]] { loop.setup.engine.bits }
    var records: [StepRecord] {
        events.compactMap { if case .step(let record) = $0 { record } else { nil } }
    }
    var decisions: [GuardDecision] {
        events.compactMap { if case .guardDecision(let decision) = $0 { decision } else { nil } }
    }
    var actions: [GuardAction] { decisions.map(\.action) }
}
