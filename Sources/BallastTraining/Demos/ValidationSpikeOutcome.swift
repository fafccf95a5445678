/// What the demonstration of a validation spike measured.
public struct ValidationSpikeOutcome: Hashable, Sendable {
    public let recipe: ValidationSpikeRecipe
    public let classes: Int
    /// The loss of a model that knows nothing of the classes, `ln K`.
    public let guessingLoss: Double
    public let low: ValidationSpikeCurves
    public let high: ValidationSpikeCurves
    /// The run directories.
    public let lowPath: String
    public let highPath: String
}
