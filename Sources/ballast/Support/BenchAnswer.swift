import Ballast

/// The answer of `ballast bench`.
struct BenchAnswer: Encodable {
    let model: String
    let batchSize: Int
    let imageSize: Int
    let precision: String
    let threads: Int
    /// The median over `steps` steps.
    let secondsPerStep: Double
    let imagesPerSecond: Double
    let steps: Int
    let kernelLimitSeconds: Double
    let peakBytes: Int

    init(
        model: String, batchSize: Int, imageSize: Int, precision: String, threads: Int,
        secondsPerStep: Double, steps: Int, kernelLimitSeconds: Double, peakBytes: Int
    ) {
        self.model = model
        self.batchSize = batchSize
        self.imageSize = imageSize
        self.precision = precision
        self.threads = threads
        self.secondsPerStep = secondsPerStep
        imagesPerSecond = Double(batchSize) / secondsPerStep
        self.steps = steps
        self.kernelLimitSeconds = kernelLimitSeconds
        self.peakBytes = peakBytes
    }

    var text: String {
        """
        \(model), batch \(batchSize), \(imageSize)×\(imageSize), \(precision), \
        \(threads) thread\(threads == 1 ? "" : "s")
          step          \(NumberText.short(secondsPerStep * 1e3)) ms (median of \(steps))
          images        \(NumberText.short(imagesPerSecond)) per second
          kernel limit  \(NumberText.short(kernelLimitSeconds * 1e3)) ms; the step takes \
        \(NumberText.short(secondsPerStep / kernelLimitSeconds)) times as long
          peak memory   \(peakBytes / 1_000_000) MB

        """
    }
}
