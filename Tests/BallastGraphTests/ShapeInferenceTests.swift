import BallastCore
import BallastGraph
import Testing

@Suite("Shapes of results")
struct ShapeInferenceTests {
    /// Size, kernel, stride, padding, and what PyTorch's `MaxPool2d` gives with `ceil_mode` off
    /// and on.
    static let poolings: [(Int, Int, Int, Int, floor: Int, ceil: Int)] = [
        (112, 3, 2, 0, 55, 56), (56, 3, 2, 0, 27, 28), (28, 3, 2, 0, 13, 14),
        (14, 2, 2, 0, 7, 7), (7, 2, 2, 0, 3, 4), (112, 3, 2, 1, 56, 57), (48, 3, 2, 0, 23, 24),
        (24, 3, 2, 0, 11, 12), (6, 2, 2, 0, 3, 3), (5, 2, 2, 1, 3, 3), (4, 2, 2, 1, 3, 3),
        (5, 3, 1, 1, 5, 5), (6, 1, 2, 0, 3, 3), (10, 3, 3, 1, 4, 4), (9, 4, 3, 2, 4, 4),
        (8, 3, 2, 1, 4, 5), (7, 3, 2, 1, 4, 4), (2, 2, 2, 0, 1, 1), (3, 3, 5, 0, 1, 1),
    ]

    @Test("pooling", arguments: poolings)
    func pooling(
        _ size: Int, _ kernel: Int, _ stride: Int, _ padding: Int, floor: Int, ceil: Int
    ) {
        for (ceilMode, expected) in [(false, floor), (true, ceil)] {
            let attributes = PoolingAttributes(
                kernel: Extent2D(height: kernel, width: 1),
                stride: Extent2D(height: stride, width: 1),
                padding: Extent2D(height: padding, width: 0), ceilMode: ceilMode)
            #expect(
                attributes.outputShape(input: [2, 3, size, 5]) == [2, 3, expected, 5],
                "\(size) by \(kernel)/\(stride)+\(padding), ceil \(ceilMode)")
        }
    }

    @Test("a window larger than its input gives one cell where it may overhang")
    func overhangingWindow() {
        let attributes = PoolingAttributes(kernel: 3, stride: 2, ceilMode: true)
        #expect(attributes.outputShape(input: [1, 1, 2, 2]) == [1, 1, 1, 1])
    }

    @Test("trailing padding completes the last window")
    func trailingPadding() {
        let cases: [(Int, PoolingAttributes, Int)] = [
            (7, .init(kernel: 2, ceilMode: true), 1), (7, .init(kernel: 2), -1),
            (8, .init(kernel: 3, stride: 2, ceilMode: true), 1),
            (8, .init(kernel: 3, stride: 2, padding: 1), 0),
            (8, .init(kernel: 3, stride: 2, padding: 1, ceilMode: true), 2),
        ]
        for (size, attributes, expected) in cases {
            let trailing = attributes.trailingPadding(input: [1, 1, size, size])
            #expect(trailing == Extent2D(expected), "\(size) under \(attributes)")
        }
    }

    /// Size, kernel, stride, padding, dilation, and what PyTorch's `Conv2d` gives.
    static let convolutions: [(Int, Int, Int, Int, Int, expected: Int)] = [
        (224, 7, 2, 3, 1, 112), (28, 5, 1, 2, 1, 28), (14, 5, 1, 0, 1, 10), (7, 3, 1, 1, 1, 7),
        (8, 3, 2, 1, 1, 4), (7, 1, 2, 0, 1, 4), (9, 3, 1, 2, 2, 9), (10, 3, 2, 0, 3, 2),
        (5, 5, 3, 0, 1, 1), (4, 2, 3, 0, 1, 1),
    ]

    @Test("convolution", arguments: convolutions)
    func convolution(
        _ size: Int, _ kernel: Int, _ stride: Int, _ padding: Int, _ dilation: Int, expected: Int
    ) {
        let attributes = ConvolutionAttributes(
            stride: Extent2D(height: 1, width: stride),
            padding: Extent2D(height: 0, width: padding),
            dilation: Extent2D(height: 1, width: dilation), groups: 2)
        let shape = attributes.outputShape(input: [2, 4, 6, size], weight: [8, 2, 1, kernel])
        #expect(shape == [2, 8, 6, expected])
    }

    @Test("layers, reductions and rearrangements")
    func others() {
        let builder = GraphBuilder()
        let x = builder.input("x", [2, 6, 5, 4])
        let scale = builder.constant(1, shape: [6])
        let normalized = x.batchNormalized(scale: scale, shift: scale, epsilon: 1e-5)
        #expect(normalized.output.shape == [2, 6, 5, 4])
        #expect(normalized.mean.shape == [6])
        #expect(normalized.variance.shape == [6])
        #expect(x.flattened().shape == [2, 120])
        #expect(x.adaptiveAveragePooled(to: 1).shape == [2, 6, 1, 1])
        #expect(x.sum().shape == .scalar)
        #expect(x.mean(axes: [0, 2, 3]).shape == [6])
        #expect(scale.broadcast(to: [2, 6, 5], axes: [0, 2]).shape == [2, 6, 5])
        #expect(x.slice(axis: 1, start: 2, length: 3).shape == [2, 3, 5, 4])
        #expect(Tensor.concatenated([x, x], axis: 1).shape == [2, 12, 5, 4])
        let weight = builder.constant(1, shape: [3, 120])
        let logits = x.linear(weight: weight, bias: nil)
        #expect(logits.shape == [2, 3])
        let loss = logits.softmaxCrossEntropy(labels: builder.input("labels", [2], .int32))
        #expect(loss.mean.shape == .scalar)
        #expect(loss.perSample.shape == [2])
        #expect((builder.scalar(.learningRate) * x).shape == x.shape)
    }

    @Test("windows that do not fit, and shapes that do not match, end the process")
    func mismatches() async {
        await #expect(processExitsWith: .failure) {
            _ = PoolingAttributes(kernel: 3).outputShape(input: [1, 1, 2, 2])
        }
        await #expect(processExitsWith: .failure) {
            _ = ConvolutionAttributes().outputShape(input: [1, 1, 2, 2], weight: [1, 1, 3, 3])
        }
        await #expect(processExitsWith: .failure) {
            _ = ConvolutionAttributes(groups: 2).outputShape(
                input: [1, 3, 5, 5], weight: [2, 1, 3, 3])
        }
        await #expect(processExitsWith: .failure) {
            let builder = GraphBuilder()
            _ = builder.constant(0, shape: [2, 3]) + builder.constant(0, shape: [3])
        }
        await #expect(processExitsWith: .failure) {
            _ = GraphBuilder().constant(0, shape: [2, 3]).reshaped([4])
        }
    }
}
