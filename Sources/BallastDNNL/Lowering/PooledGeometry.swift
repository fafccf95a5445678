import BallastCore
import BallastGraph
import CKernels

/// The extents of a convolution with pooling, as the C passes want them.
struct PooledGeometry {
    private let native: bk_pooled_geometry
    /// Floating-point operations of one pass over all pixels.
    let operations: Double

    init(_ attributes: ConvolutionAttributes, _ input: Shape, _ weight: Shape) {
        let dense = attributes.outputShape(input: input, weight: weight)
        native = bk_pooled_geometry(
            batch: input[0], height: input[2], width: input[3], inputs: input[1],
            outputs: weight[0], kernel_height: weight[2], kernel_width: weight[3],
            padding_height: attributes.padding.height, padding_width: attributes.padding.width,
            pooled_height: dense[2] / 2, pooled_width: dense[3] / 2, parts: bk_threads())
        operations = attributes.operations(output: dense, weight: weight)
    }

    func withNative(_ body: (UnsafePointer<bk_pooled_geometry>) -> Void) {
        withUnsafePointer(to: native, body)
    }

    var scratchBytes: Int {
        withUnsafePointer(to: native) { bk_pooled_scratch($0) } * 4
    }
}
