import BallastDNNL
import BallastGraph
import TestSupport
import Testing

@Suite("oneDNN kernels against the reference kernels, forward and backward", .serialized)
struct OperationTests {
    @Test("float32 agrees to 1e-4", arguments: OperationCases.all)
    func float32(_ operationCase: OperationCase) throws {
        let differences = try BackendComparison.differences(
            of: operationCase, on: DNNLBackend(), after: { $0.optimized() })
        for difference in differences {
            #expect(difference.relativeError <= 1e-4, "\(difference) in \(operationCase)")
        }
    }
}
