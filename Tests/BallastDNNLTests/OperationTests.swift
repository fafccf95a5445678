import BallastCore
import BallastDNNL
import BallastGraph
import TestSupport
import Testing

@Suite("oneDNN kernels against the reference kernels, forward and backward", .serialized)
struct OperationTests {
    @Test("float32 agrees to 1e-4", arguments: OperationCases.all, ActivationLayout.allCases)
    func float32(_ operationCase: OperationCase, _ activations: ActivationLayout) throws {
        let differences = try BackendComparison.differences(
            of: operationCase, on: DNNLBackend(activations: activations),
            after: { $0.optimized() })
        for difference in differences {
            #expect(difference.relativeError <= 1e-4, "\(difference) in \(operationCase)")
        }
    }

    @Test("random elementwise graphs agree to 1e-5")
    func randomGraphs() throws {
        let backend = DNNLBackend()
        for seed in UInt64(0)..<150 {
            let differences = try BackendComparison.differences(
                of: RandomElementwiseGraph(seed: seed).graph, on: backend,
                after: { $0.optimized() })
            for difference in differences where difference.relativeError > 1e-5 {
                Issue.record("seed \(seed): \(difference)")
            }
        }
    }

    /// Rounding moves neither a rectifier's edge nor the place of a maximum in these.
    static let smoothCases =
        OperationCases.linears.filter { !$0.name.contains("ReLU") }
        + OperationCases.convolutions.filter { !$0.name.contains("ReLU") }
        + OperationCases.normalizations.filter { !$0.name.contains("ReLU") }
        + OperationCases.poolings.filter { !$0.name.contains("max") } + OperationCases.shapes
        + OperationCases.losses

    @Test("bfloat16 agrees to 2e-2", arguments: smoothCases)
    func bfloat16(_ operationCase: OperationCase) throws {
        guard DNNLBackend.supportsBFloat16 else { return }
        let differences = try BackendComparison.differences(
            of: operationCase, on: DNNLBackend(),
            after: { $0.optimized(activations: .bfloat16) })
        // The sum that the loss is may cancel out; what it sums is compared.
        for difference in differences where difference.name != "loss" {
            #expect(difference.relativeError <= 2e-2, "\(difference) in \(operationCase)")
        }
    }

    @Test("averages that count padding but not what overhangs it are refused")
    func overhangingPadding() {
        let operationCase = OperationCase(
            "", [.activation("x", [1, 2, 8, 6])]
        ) {
            $1[0].averagePooled(.init(kernel: 3, stride: 2, padding: 1, ceilMode: true))
        }
        #expect(throws: BallastError.self) {
            try BackendComparison.differences(
                of: operationCase, on: DNNLBackend(), after: { $0.optimized() })
        }
    }
}
