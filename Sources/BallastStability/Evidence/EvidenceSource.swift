import BallastEvents

/// Measures, on a run's own data and weights, what its record does not say. The run itself is not
/// touched.
///
/// A state is named by the number of updates before it; 0 is the state before training.
public protocol EvidenceSource {
    func inputs() throws -> InputFacts
    func order() throws -> OrderFacts
    /// Whether the model has layers that keep running statistics.
    var hasRunningStatistics: Bool { get }
    /// Quantities of every layer on the run's next batch, in the order in which it passes them.
    func layers(at step: Int) throws -> [LayerProbe]
    func validation(at step: Int) throws -> ValidationFacts
    /// - Parameter states: under the weights of which steps the batch is looked at.
    func batch(ofStep step: Int, states: [Int]) throws -> BatchFacts
    /// - Complexity: some twenty training steps.
    func sharpness(at step: Int) throws -> SharpnessFacts
}
