import BallastCore
import BallastGraph
import TestSupport
import Testing

@Suite("Comparison of backends")
struct BackendComparisonTests {
    @Test("errors are relative to the reference's largest magnitude")
    func relativeErrors() {
        let cases: [(values: [Double], reference: [Double], error: Double)] = [
            ([1, 2], [1, 2], 0), ([1, 2], [1, 4], 0.5), ([0, -8.5], [1, -8], 0.125),
            ([1e-3], [0], 1), ([.nan], [.nan], 0), ([.nan, 1], [1, 1], .infinity),
            ([1], [.nan], .infinity), ([.infinity], [.infinity], 0),
            ([-.infinity], [.infinity], .infinity), ([.infinity, 2], [.infinity, 1], 1),
        ]
        for (values, reference, error) in cases {
            #expect(BackendComparison.relativeError(values, reference) == error)
        }
    }

    @Test("a graph that computes something else is noticed in each result and gradient")
    func differencesAreNoticed() throws {
        let operationCase = OperationCase("", [.activation("x", [4]), .parameter("w", [4])]) {
            $1[0] * $1[1]
        }
        let other = OperationCase("", [.activation("x", [4]), .parameter("w", [4])]) {
            $1[0] * $1[1] * 1.01
        }
        let differences = try BackendComparison.differences(
            of: operationCase, on: ReferenceBackend(),
            after: { _ in
                other.differentiatedGraph().replacingState([operationCase.operands[0].slot])
            })
        #expect(
            differences.map(\.name) == ["gradient of x", "output", "loss", "gradient w"])
        for difference in differences {
            #expect(abs(difference.relativeError - 0.01) < 1e-9, "\(difference)")
        }
    }
}
