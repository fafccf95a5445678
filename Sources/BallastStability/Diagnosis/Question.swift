/// A measurement that a hypothesis asks an ``EvidenceSource`` for.
public enum Question: Hashable, Sendable {
    case inputs
    case order
    case layers(at: Int)
    case validation(at: Int)
    case batch(ofStep: Int, states: [Int])
    case sharpness(at: Int)

    /// Whether it takes as long as many training steps.
    var isDear: Bool {
        if case .sharpness = self { true } else { false }
    }
}
