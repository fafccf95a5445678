import BallastGraph
import BallastNN

/// GoogLeNet without auxiliary heads, with torchvision's structure and names: `conv1.conv`,
/// `conv1.bn`, `conv2`, `conv3`, `inception3a.branch1.conv` … `inception5b.branch4.1.bn`, `fc`.
///
/// As in torchvision batch norm's ε is 0.001, pools round up, the "5×5" branch has a 3×3 kernel,
/// and weights begin normal(0.01) within ±2.
///
/// Source: Szegedy et al. 2015, "Going deeper with convolutions"; with batch normalization.
public struct GoogLeNet: Model {
    public static let defaultNormalization = Normalization.batch
    static let initializer = Initializer.truncatedNormal(standardDeviation: 0.01, bound: 2)

    public var options: ModelOptions
    /// For small images: a 3×3 first convolution of stride 1.
    public var isSmall: Bool

    public init(_ options: ModelOptions, isSmall: Bool = false) {
        self.options = options
        self.isSmall = isSmall
    }

    /// Three pools of 3×3 need two pixels each, the first convolution halves beforehand.
    public var minimumImageSize: Int { isSmall ? 8 : 15 }

    public func callAsFunction(_ images: Tensor, in trace: Trace) -> Tensor {
        let trace = options.initialized(trace)
        let hidden = HiddenLayers(options, usual: Self.defaultNormalization, epsilon: 0.001)
        var x = stem(images, hidden, in: trace)
        for stage in Self.stages {
            for (letter, widths) in zip(["a", "b", "c", "d", "e"], stage.blocks) {
                let block = InceptionBlock(widths: widths, hidden: hidden)
                x = block(x, in: trace["inception\(stage.number)\(letter)"])
            }
            if let kernel = stage.pool {
                let pool = MaxPool2D(Extent2D(kernel), stride: 2, ceilMode: true)
                x = pool(x, in: trace["maxpool\(stage.number)"])
            }
        }
        x = AdaptiveAveragePool2D(1)(x, in: trace["avgpool"])
        x = Dropout(options.dropout ?? 0.2)(x, in: trace["dropout"])
        return Linear(options.classes, initializer: Self.initializer)(x, in: trace[last: "fc"])
    }

    private func stem(
        _ images: Tensor, _ hidden: HiddenLayers, in trace: Trace
    ) -> Tensor {
        func convolution(_ width: Int, _ kernel: Int, _ stride: Int = 1) -> BasicConvolution {
            BasicConvolution(
                width: width, kernel: kernel, stride: stride, hidden: hidden)
        }
        let first = isSmall ? convolution(64, 3) : convolution(64, 7, 2)
        let pool = MaxPool2D(3, stride: 2, ceilMode: true)
        var x = first(images, in: trace["conv1"])
        x = pool(x, in: trace["maxpool1"])
        x = convolution(64, 1)(x, in: trace["conv2"])
        x = convolution(192, 3)(x, in: trace["conv3"])
        return pool(x, in: trace["maxpool2"])
    }
}
