import BallastCore
import BallastEvents
import BallastStability

/// Measurements that a test sets; what it does not set cannot be measured.
struct ScriptedEvidence: EvidenceSource {
    var hasRunningStatistics = false
    var inputFacts: InputFacts?
    var orderFacts: OrderFacts?
    var sharpnessFacts: SharpnessFacts?

    func inputs() throws -> InputFacts { try inputFacts ?? missing() }
    func order() throws -> OrderFacts { try orderFacts ?? missing() }
    func layers(at step: Int) throws -> [LayerProbe] { try missing() }
    func validation(at step: Int) throws -> ValidationFacts { try missing() }
    func batch(ofStep step: Int, states: [Int]) throws -> BatchFacts { try missing() }
    func sharpness(at step: Int) throws -> SharpnessFacts { try sharpnessFacts ?? missing() }

    private func missing<Value>() throws -> Value {
        throw BallastError(.notFound, "not scripted", at: "evidence")
    }
}
