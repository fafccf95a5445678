import BallastGraph
import BallastNN

/// ResNet-18, -34 or -50 with torchvision's structure and names: `conv1`, `bn1`, `layer1.0.conv1`
/// … `layer4.1.bn2`, `fc`.
///
/// Source: He et al. 2016, "Deep residual learning for image recognition"; ResNet-50 strides in
/// the 3×3 convolution, as torchvision's does.
public struct ResNet: Model {
    /// How many layers, which decides the blocks.
    public enum Depth: Int, Hashable, Sendable {
        case resnet18 = 18
        case resnet34 = 34
        case resnet50 = 50

        /// The number of blocks of each of the four stages.
        var blocks: [Int] { self == .resnet18 ? [2, 2, 2, 2] : [3, 4, 6, 3] }
        var usesBottlenecks: Bool { self == .resnet50 }
    }

    public static let defaultNormalization = Normalization.batch

    public var depth: Depth
    public var options: ModelOptions
    /// For small images: a 3×3 first convolution of stride 1 and no max pooling.
    public var isSmall: Bool

    public init(_ depth: Depth, _ options: ModelOptions, isSmall: Bool = false) {
        self.depth = depth
        self.options = options
        self.isSmall = isSmall
    }

    public func callAsFunction(_ images: Tensor, in trace: Trace) -> Tensor {
        let trace = options.initialized(trace)
        let hidden = HiddenLayers(options, usual: Self.defaultNormalization)
        var x = stem(images, hidden, in: trace)
        for (stage, count) in depth.blocks.enumerated() {
            for index in 0..<count {
                let block = ResidualBlock(
                    width: 64 << stage, stride: stage > 0 && index == 0 ? 2 : 1,
                    isBottleneck: depth.usesBottlenecks, hidden: hidden)
                x = block(x, in: trace["layer\(stage + 1)"]["\(index)"])
            }
        }
        x = AdaptiveAveragePool2D(1)(x, in: trace["avgpool"])
        x = Dropout(options.dropout ?? 0)(x, in: trace["dropout"])
        return Linear(options.classes)(x, in: trace[last: "fc"])
    }

    private func stem(
        _ images: Tensor, _ hidden: HiddenLayers, in trace: Trace
    ) -> Tensor {
        let convolution = Convolution2D(
            64, kernel: isSmall ? 3 : 7, stride: isSmall ? 1 : 2, padding: isSmall ? 1 : 3,
            bias: hidden.needsBias, initializer: .kaimingNormal(.output))
        var x = convolution(images, in: trace["conv1"])
        x = hidden.normalize(x, in: trace["bn1"])
        x = hidden.activate(x, in: trace["relu"])
        guard !isSmall else { return x }
        return MaxPool2D(3, stride: 2, padding: 1)(x, in: trace["maxpool"])
    }
}
