import BallastCore
import BallastGraph

extension Trace {
    /// Scale and shift of a normalization layer, one per channel: the parameters `weight` and
    /// `bias`, or the constants 1 and 0.
    func affine(_ channels: Int, isLearned: Bool) -> (scale: Tensor, shift: Tensor) {
        guard isLearned else {
            return scoped {
                (builder.constant(1, shape: [channels]), builder.constant(0, shape: [channels]))
            }
        }
        return (
            parameter("weight", [channels], .constant(1)),
            parameter(
                "bias", [channels], initialization.biasInitializer(replacing: .constant(0)))
        )
    }

    /// Normalizes `(N, C)` as an image of one pixel; gives the result in the input's shape.
    func asImage(_ input: Tensor, _ normalize: (Tensor) -> Tensor) -> Tensor {
        scoped {
            let shape = input.shape
            guard shape.rank == 2 else { return normalize(input) }
            return normalize(input.reshaped([shape[0], shape[1], 1, 1])).reshaped(shape)
        }
    }
}
