import BallastGraph
import TestSupport
import Testing

@Suite("Gradients of the reference kernels against central differences")
struct GradientTests {
    @Test("agree to 1e-6", arguments: OperationCases.all)
    func agree(_ operationCase: OperationCase) throws {
        for (operand, error) in try GradientCheck(operationCase).relativeErrors() {
            #expect(error <= 1e-6, "gradient of \(operand) in \(operationCase)")
        }
    }
}
