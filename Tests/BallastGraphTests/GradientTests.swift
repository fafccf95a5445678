import BallastCore
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

    @Test("agree for averages that count padding in windows that overhang it")
    func overhangingAverages() throws {
        for padding in [1, 2] {
            let operationCase = OperationCase("", [.activation("x", [1, 2, 8, 7])]) {
                $1[0].averagePooled(
                    .init(kernel: 4, stride: 3, padding: Extent2D(padding), ceilMode: true))
            }
            for (_, error) in try GradientCheck(operationCase).relativeErrors() {
                #expect(error <= 1e-6)
            }
        }
    }
}
