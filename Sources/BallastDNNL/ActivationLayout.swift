import BallastCore
import BallastGraph
import CDNNL

/// The order in which the elements of an activation lie in memory.
public enum ActivationLayout: String, Sendable, CaseIterable {
    /// Height, width, channels.
    case channelsLast
    /// Blocks of 16 channels: channel block, height, width, channel; a last block that the channels
    /// do not fill is padded with zeros. Tensors of fewer than 16 channels lie in the order of
    /// their dimensions.
    case blocked

    /// Blocked where every convolution's output fills a block at least, and none is pooled inside.
    static func suited(to graph: Graph) -> ActivationLayout {
        let isThin = graph.nodes.contains { node in
            if case .pooledConvolution = node.operation { true } else { false }
        }
        if isThin || bl_has_wide_vectors() == 0 { return .channelsLast }
        let outputs = graph.nodes.compactMap { node in
            if case .convolution = node.operation {
                graph.shape(of: node.outputs[0])[1]
            } else {
                nil
            }
        }
        return outputs.allSatisfy { $0 >= 16 } ? .blocked : .channelsLast
    }
}
