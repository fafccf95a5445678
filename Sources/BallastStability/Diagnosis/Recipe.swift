import BallastEvents

/// A repair as a few lines of code for the framework that a run was made with.
public struct Recipe: Hashable, Sendable {
    public var pytorch: String
    public var lightning: String
    public var keras: String

    /// - Parameter lightning: nil where it is the same code as in plain PyTorch.
    public init(pytorch: String, lightning: String? = nil, keras: String) {
        self.pytorch = pytorch
        self.lightning = lightning ?? pytorch
        self.keras = keras
    }

    /// The trainers built on PyTorch take its code.
    public func code(for framework: LogFramework) -> String {
        switch framework {
        case .keras: keras
        case .lightning: lightning
        default: pytorch
        }
    }
}
