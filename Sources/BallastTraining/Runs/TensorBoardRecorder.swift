import BallastCore
import BallastEvents
import BallastGraph
import BallastLogs
import BallastNN
import BallastRuntime

/// Keeps `tensorboard/` of a run: what its events say, and now and then how weights and gradients
/// are distributed.
///
/// It is a copy for another tool: where it cannot be written the run goes on without it.
final class TensorBoardRecorder {
    private let directory: String
    private let firstStep: Int?
    private var writer: TensorBoardWriter?
    /// Why nothing is written any more.
    private(set) var failure: BallastError?
    private var step = 0
    private var flushed = 0.0
    private var lastValidation: Int?
    private var lastHistograms = 0

    /// Seconds after which what is known is handed over, so that a person sees it.
    private static let delay = 1.0

    /// - Parameter firstStep: where a run goes on; what was written of this step and of later ones
    ///   is void then.
    init(_ directory: String, firstStep: Int? = nil) {
        self.directory = directory
        self.firstStep = firstStep
    }

    /// Takes up an event.
    func add(_ event: RunEvent) {
        attempt { () throws(BallastError) in
            let writer = try writer(event.time)
            switch event.kind {
            case .step(let record): step = record.step
            case .validation(let record) where record.mode == .eval: lastValidation = record.step
            default: break
            }
            writer.add(event, at: step)
            guard writer.isFull || event.isMilestone || event.time > flushed + Self.delay else {
                return
            }
            flushed = event.time
            try writer.flush()
        }
    }

    /// The writer, whose file is made with the first event.
    private func writer(_ time: Double) throws(BallastError) -> TensorBoardWriter {
        if let writer { return writer }
        let made = try TensorBoardWriter(
            directory: directory, time: time, firstStep: firstStep)
        writer = made
        return made
    }

    /// Writes the distributions of weights and gradients where the state was just validated; the
    /// more seldom the longer a run lasts, since a model has many of them.
    func addHistograms(of loop: TrainingLoop, time: Double) {
        let step = loop.completedSteps
        guard let writer, failure == nil, lastValidation == step,
            2 * step >= 3 * lastHistograms, step > lastHistograms || step == 0
        else { return }
        lastHistograms = step
        let engine = loop.setup.engine
        for slot in engine.registry.trainableParameters {
            let weights = ValueHistogram(of: engine.store.load(slot).values)
            writer.histogram("weights/\(slot.name)", weights, step: step, time: time)
            let gradients = ValueHistogram(of: engine.store.load(slot.gradient).values)
            writer.histogram("gradients/\(slot.name)", gradients, step: step, time: time)
        }
        attempt { () throws(BallastError) in try writer.flush() }
    }

    private func attempt(_ body: () throws(BallastError) -> Void) {
        guard failure == nil else { return }
        do {
            try body()
        } catch {
            failure = error
            writer = nil
        }
    }
}

extension RunEvent {
    /// Whether what comes before it should not be lost with the process.
    fileprivate var isMilestone: Bool {
        switch kind {
        case .checkpoint, .runEnded, .validation: true
        default: false
        }
    }
}
