/// The nonlinearity behind the hidden layers of a model.
public enum ActivationChoice: String, Codable, Sendable, CaseIterable {
    case relu
    /// The slope is 0.01 below 0.
    case leakyReLU = "leaky-relu"
    case tanh
    case sigmoid
}
