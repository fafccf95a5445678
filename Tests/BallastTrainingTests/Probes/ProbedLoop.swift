import BallastCore
import BallastDNNL
import BallastEvents
import BallastGraph
import BallastRuntime
import BallastTraining

/// A training loop on a few rendered shapes, and all events that it has written.
struct ProbedLoop {
    private final class Journal {
        var events: [RunEvent.Kind] = []
    }

    let loop: TrainingLoop
    private let journal = Journal()

    /// - Parameter change: what the run has beside LeNet-5 on batches of 8.
    init(
        _ probes: ProbePreset, guarding: GuardMode = .observe,
        _ change: (inout RunConfiguration) throws -> Void = { _ in }
    ) throws {
        var configuration = RunConfiguration()
        configuration.data = "shapes7:train=56,test=14"
        configuration.model = "lenet5"
        configuration.batchSize = 8
        configuration.steps = 1000
        configuration.threads = 1
        configuration.guardMode = guarding
        configuration.probes = probes
        try change(&configuration)
        let setup = try TrainingSetup(configuration) { DNNLBackend(threads: $0) }
        loop = TrainingLoop(setup) { [journal] in
            journal.events.append($0)
        }
    }

    var events: [RunEvent.Kind] { journal.events }

    var engine: TrainingEngine { loop.setup.engine }

    func make(steps: Int) throws {
        for _ in 0..<steps { try loop.step() }
    }

    var steps: [StepRecord] {
        events.compactMap { if case .step(let record) = $0 { record } else { nil } }
    }

    var layers: [LayerRecord] {
        events.compactMap { if case .layers(let record) = $0 { record } else { nil } }
    }

    var nonFinite: [NonFiniteRecord] {
        events.compactMap { if case .nonFinite(let record) = $0 { record } else { nil } }
    }

    /// Changes the committed value of a slot.
    func change(_ name: String, _ body: (inout [Float]) -> Void) {
        let slot = engine.savedSlots.first { $0.name == name }!
        var tensor = engine.store.load(slot)
        body(&tensor.values)
        engine.store.store(tensor, in: slot)
    }
}
