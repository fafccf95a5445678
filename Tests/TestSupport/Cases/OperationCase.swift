import BallastCore
import BallastGraph

/// One operation, or a few, on operands of given shapes: a row in the table that the reference
/// kernels are checked with by differences, and other backends by comparison.
public struct OperationCase: Sendable, CustomStringConvertible {
    /// A tensor that the case is differentiated with respect to.
    public struct Operand: Sendable {
        /// Whether a model would have computed it or would own it.
        public enum Role: Sendable {
            case activation
            case parameter
        }

        public let slot: StateSlot
        public let role: Role
        public let range: ClosedRange<Float>

        public static func activation(
            _ name: String, _ shape: Shape, in range: ClosedRange<Float> = -1...1
        ) -> Operand {
            Operand(
                slot: StateSlot(.parameter, name, shape: shape), role: .activation, range: range)
        }

        public static func parameter(
            _ name: String, _ shape: Shape, in range: ClosedRange<Float> = -1...1
        ) -> Operand {
            Operand(slot: StateSlot(.parameter, name, shape: shape), role: .parameter, range: range)
        }
    }

    public let name: String
    public let operands: [Operand]
    /// The bound of all integer inputs of the case.
    public let classes: Int
    private let build: @Sendable (GraphBuilder, [Tensor]) -> Tensor

    public init(
        _ name: String, _ operands: [Operand], classes: Int = 1,
        build: @escaping @Sendable (GraphBuilder, [Tensor]) -> Tensor
    ) {
        self.name = name
        self.operands = operands
        self.classes = classes
        self.build = build
    }

    public var description: String { name }

    /// Traces `Σ output · weight` with the given weights of each output element as an input.
    ///
    /// The results are `output` and `loss`.
    public func graph() -> Graph {
        let builder = GraphBuilder()
        let tensors = operands.map { builder.read($0.slot) }
        let output = build(builder, tensors)
        builder.result("output", output)
        let weights = builder.input("output weights", output.shape)
        let product = output * weights
        builder.result("loss", product.shape.rank == 0 ? product : product.sum())
        return builder.graph
    }

    /// ``graph()``, differentiated with respect to all operands.
    public func differentiatedGraph() -> Graph {
        let forward = graph()
        return forward.differentiated(loss: forward.result("loss")!)
    }
}
