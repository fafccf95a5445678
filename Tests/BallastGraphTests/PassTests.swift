import BallastCore
import BallastGraph
import TestSupport
import Testing

@Suite("Passes over graphs keep what a graph computes")
struct PassTests {
    @Test("each pass, and all of them", arguments: OperationCases.all)
    func keepMeaning(_ operationCase: OperationCase) throws {
        let passes: [(String, (Graph) -> Graph)] = [
            ("constant folding", { $0.foldingConstants() }),
            ("common subexpressions", { $0.mergingCommonSubexpressions() }),
            ("dead code", { $0.eliminatingDeadCode() }),
            ("elementwise fusion", { $0.fusingElementwise() }),
            ("all", { $0.optimized() }),
            ("all, in bfloat16", { $0.optimized(activations: .bfloat16) }),
        ]
        for (name, pass) in passes {
            let differences = try BackendComparison.differences(
                of: operationCase, on: ReferenceBackend(), after: pass)
            for difference in differences {
                #expect(difference.relativeError <= 1e-12, "\(difference) after \(name)")
            }
        }
    }

    @Test("passes before differentiation", arguments: OperationCases.all)
    func keepGradients(_ operationCase: OperationCase) throws {
        let forward = operationCase.graph()
        let optimized = forward.optimizedForward()
        let ranges = Dictionary(
            uniqueKeysWithValues: operationCase.operands.map { ($0.slot, $0.range) })
        let differences = try BackendComparison.differences(
            of: forward.differentiated(loss: forward.result("loss")!), on: ReferenceBackend(),
            after: { _ in
                optimized.differentiated(loss: optimized.result("loss")!).optimized()
            },
            classes: operationCase.classes, ranges: { ranges[$0] ?? -1...1 })
        for difference in differences {
            #expect(difference.relativeError <= 1e-12, "\(difference)")
        }
    }

    @Test("random elementwise graphs with shared values, scalars and state")
    func randomGraphs() throws {
        for seed in UInt64(0)..<150 {
            let differences = try BackendComparison.differences(
                of: RandomElementwiseGraph(seed: seed).graph, on: ReferenceBackend(),
                after: { $0.optimized() })
            for difference in differences where difference.relativeError > 1e-12 {
                Issue.record("seed \(seed): \(difference)")
            }
        }
    }

    @Test("a training step and its update")
    func training() throws {
        let traced = try TrainingScenario(on: ReferenceBackend(), activations: nil).run(3)
        let optimized = try TrainingScenario(on: ReferenceBackend()).run(3)
        for (slot, error) in optimized.relativeErrors(from: traced) {
            #expect(error <= 1e-6, "\(slot?.name ?? "losses")")
        }
    }
}
