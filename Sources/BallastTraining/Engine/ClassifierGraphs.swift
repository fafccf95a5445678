import BallastCore
import BallastGraph
import BallastNN

/// Traces everything that training asks of one model: steps with gradients, and evaluations.
///
/// Every graph has the inputs `images` (float32, channels last) and `labels` (int32) and the
/// results `loss`, `perSample` and `logits`.
struct ClassifierGraphs {
    let model: any Layer
    /// Channels, height, width.
    let imageShape: Shape
    let loss: CrossEntropyAttributes
    let activations: DataType
    /// Whether the parameter of this name is held.
    let isFrozen: (String) -> Bool
    let registry = ModelRegistry()

    /// A forward pass, running statistics included, and the gradient of every trainable parameter.
    ///
    /// - Parameters:
    ///   - continuesStep: whether gradients add to those of batches before, and running
    ///     statistics go on from what those have proposed.
    ///   - share: the weight of this batch in the step's gradient.
    func training(batchSize: Int, continuesStep: Bool = false, share: Double = 1) -> Graph {
        let forward = trace(
            batchSize, mode: .training, loss: loss,
            statistics: continuesStep ? .proposed : .committed)
        return forward.optimizedForward()
            .differentiated(
                loss: forward.result("loss")!, parameters: { !isFrozen($0.name) },
                accumulates: continuesStep, scale: share
            )
            .optimized(activations: activations)
    }

    /// A forward pass in any mode; what the mode writes, and no gradients.
    ///
    /// Its losses are plain cross-entropies of the true labels, so that models compare that were
    /// trained with and without label smoothing.
    func forward(batchSize: Int, mode: TraceMode) -> Graph {
        var plain = loss
        plain.labelSmoothing = 0
        return trace(batchSize, mode: mode, loss: plain).optimizedForward().optimized(
            activations: activations)
    }

    private func trace(
        _ batchSize: Int, mode: TraceMode, loss: CrossEntropyAttributes,
        statistics: StateVersion = .committed
    ) -> Graph {
        let builder = GraphBuilder()
        let images = builder.input("images", Shape([batchSize] + imageShape.dimensions))
        let labels = builder.input("labels", [batchSize], .int32)
        let context = Trace(
            builder, mode: mode, registry: registry, statisticsVersion: statistics,
            isFrozen: isFrozen)
        let logits = model(images, in: context)
        let outcome = builder.scoped("loss") { logits.softmaxCrossEntropy(labels: labels, loss) }
        builder.result("loss", outcome.mean)
        builder.result("perSample", outcome.perSample)
        builder.result("logits", logits)
        return builder.graph
    }
}
