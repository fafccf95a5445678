/// Several elementwise functions as one pass over memory: straight-line code over registers.
///
/// Registers `0..<inputCount` hold the inputs, each instruction fills the next register.
public struct ElementwiseProgram: Hashable, Sendable {
    public enum Instruction: Hashable, Sendable {
        case unary(UnaryFunction, Int)
        case binary(BinaryFunction, Int, Int)
    }

    public let inputCount: Int
    public let instructions: [Instruction]
    /// The registers that leave the program.
    public let outputs: [Int]

    public init(inputCount: Int, instructions: [Instruction], outputs: [Int]) {
        self.inputCount = inputCount
        self.instructions = instructions
        self.outputs = outputs
    }

    public var registerCount: Int { inputCount + instructions.count }
}
