/// How much a run measures of itself. Training is the same, bit for bit, with each of them.
public enum ProbePreset: String, Codable, Sendable, CaseIterable {
    /// Loss, accuracy, rate and gradient norm of each step alone.
    case off
    /// What costs next to nothing at every step, and the layers from time to time.
    case economy
    /// Everything at every step.
    case full
}
