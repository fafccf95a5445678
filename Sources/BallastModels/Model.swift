import BallastCore
import BallastNN

/// A classifier: a layer that turns images `(N, C, S, S)` into logits `(N, K)`.
///
/// Only the call is required; a model of one's own declares what deviates from the defaults.
public protocol Model: Layer {
    /// The normalization that it has where none is asked for.
    static var defaultNormalization: Normalization { get }
    /// The least height and width of an image that leaves something to pool in every layer.
    var minimumImageSize: Int { get }
}

extension Model {
    public static var defaultNormalization: Normalization { .none }
    public var minimumImageSize: Int { 1 }

    /// Finds an impossible image size before anything is traced.
    ///
    /// - Throws: a usage error that names `--image-size` and the minimum.
    public func checkImageSize(_ size: Int) throws(BallastError) {
        guard size < minimumImageSize else { return }
        throw BallastError(
            .usage, "images of \(size)×\(size) are too small for this model", at: "--image-size",
            mend: "Give \(minimumImageSize) or more, or choose a smaller model "
                + "(mlp takes any size).")
    }
}
