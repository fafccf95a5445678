import BallastCore
import BallastGraph
import BallastNN

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How many threads a model's steps are worth.
public enum ThreadChoice {
    /// Below this many operations of a forward pass, threads wait for each other longer than they
    /// work, and suffer most when the machine is shared.
    public static let smallestParallelWork = 2e8

    /// All processors that this process may use, or 1 for a tiny graph.
    public static func threads(for model: any Layer, images: Shape, batchSize: Int) -> Int {
        let builder = GraphBuilder()
        let input = builder.input("images", Shape([batchSize] + images.dimensions))
        _ = model(input, in: Trace(builder, mode: .evaluation))
        return builder.graph.layerOperations < smallestParallelWork ? 1 : processors
    }

    /// The processors that this process may run on.
    public static var processors: Int {
        max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }
}

extension Graph {
    /// Floating-point operations of the convolutions and linear layers of a forward graph.
    var layerOperations: Double {
        nodes.reduce(0) { sum, node in
            switch node.operation {
            case .convolution, .linear:
                let weight = shape(of: node.inputs[1])
                let outputs = shape(of: node.outputs[0]).count
                return sum + 2 * Double(outputs) * Double(weight.count / weight[0])
            default:
                return sum
            }
        }
    }
}
