import BallastCore
import BallastGraph

/// Group normalization of `(N, C, H, W)` or `(N, C)`, as PyTorch's `GroupNorm`; each sample by its
/// own statistics, so there is no difference between training and evaluation.
///
/// State: `weight` and `bias` `(C)`, when affine.
///
/// Source: Wu and He 2018.
public struct GroupNorm: Layer {
    /// As many groups as there can be: the largest divisor of the channels up to this.
    public var maximumGroups: Int
    public var epsilon: Double
    public var isAffine: Bool

    public init(maximumGroups: Int = 32, epsilon: Double = 1e-5, affine: Bool = true) {
        precondition(maximumGroups > 0, "\(maximumGroups) groups")
        self.maximumGroups = maximumGroups
        self.epsilon = epsilon
        isAffine = affine
    }

    /// The groups that so many channels form.
    public func groups(of channels: Int) -> Int {
        (1...min(maximumGroups, channels)).last { channels % $0 == 0 } ?? 1
    }

    public func callAsFunction(_ input: Tensor, in trace: Trace) -> Tensor {
        let channels = input.shape[1]
        let (scale, shift) = trace.affine(channels, isLearned: isAffine)
        return trace.asImage(input) { image in
            image.groupNormalized(
                scale: scale, shift: shift, groups: groups(of: channels), epsilon: epsilon)
        }
    }
}
