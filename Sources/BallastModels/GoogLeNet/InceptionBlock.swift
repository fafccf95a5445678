import BallastGraph
import BallastNN

/// Four branches side by side, joined along the channels: 1×1; 1×1 and 3×3; 1×1 and 3×3 (5×5 in
/// the paper); 3×3 maximum and 1×1.
struct InceptionBlock: Layer {
    /// Output channels of the convolutions, in the order of the paper's table.
    struct Widths: Hashable, Sendable {
        var branch1: Int
        var reduce2: Int
        var branch2: Int
        var reduce3: Int
        var branch3: Int
        var branch4: Int

        init(_ b1: Int, _ r2: Int, _ b2: Int, _ r3: Int, _ b3: Int, _ b4: Int) {
            (branch1, reduce2, branch2) = (b1, r2, b2)
            (reduce3, branch3, branch4) = (r3, b3, b4)
        }
    }

    var widths: Widths
    var hidden: HiddenLayers

    func callAsFunction(_ input: Tensor, in trace: Trace) -> Tensor {
        let branches: [any Layer] = [
            convolution(widths.branch1, 1),
            Sequential(convolution(widths.reduce2, 1), convolution(widths.branch2, 3)),
            Sequential(convolution(widths.reduce3, 1), convolution(widths.branch3, 3)),
            Sequential(
                MaxPool2D(3, stride: 1, padding: 1, ceilMode: true),
                convolution(widths.branch4, 1)),
        ]
        let outputs = branches.enumerated().map { index, branch in
            branch(input, in: trace["branch\(index + 1)"])
        }
        return trace.scoped { .concatenated(outputs, axis: 1) }
    }

    private func convolution(_ width: Int, _ kernel: Int) -> BasicConvolution {
        BasicConvolution(width: width, kernel: kernel, hidden: hidden)
    }
}
