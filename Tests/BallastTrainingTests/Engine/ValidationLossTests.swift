import BallastDNNL
import BallastEvents
import BallastTraining
import Testing

@Suite("The validation loss")
struct ValidationLossTests {
    @Test("is the plain cross-entropy, whatever the training loss is")
    func smoothing() throws {
        let losses = try [0, 0.5].map { smoothing in
            let configuration = TinyTrial.configuration {
                $0.labelSmoothing = smoothing
                $0.initialization = .he
            }
            let setup = try TrainingSetup(configuration) { DNNLBackend(threads: $0) }
            let training = try TrialTraining(setup)
            return (
                validation: try setup.validator.totals(of: setup.engine).loss,
                training: try training.losses(1, spending: TinyTrial.unlimited)[0]
            )
        }
        #expect(losses[0].validation == losses[1].validation)
        #expect(losses[0].training != losses[1].training)
    }
}
