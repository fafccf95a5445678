import Ballast

/// The answer of `ballast bench --data`.
struct DataBenchAnswer: Encodable {
    let data: String
    let transform: String?
    let images: Int
    let batchSize: Int
    let imageSize: Int
    let threads: Int
    let loaderThreads: Int
    /// Until the first batch could be made.
    let loadingSeconds: Double
    let loadingProcessorSeconds: Double
    let imagesPerSecond: Double
    let processorSecondsPerImage: Double
    let model: String
    /// Medians; absent where no steps were measured.
    let secondsPerStep: Double?
    let secondsPerStepWithLoader: Double?

    init(
        _ benchmark: DataBenchmark,
        _ throughput: (imagesPerSecond: Double, processorSecondsPerImage: Double),
        steps: (inMemory: Double, withLoader: Double, windows: Int)?
    ) {
        let setup = benchmark.setup
        data = setup.configuration.data
        transform = setup.configuration.transform
        images = setup.data.train.count
        batchSize = setup.batchSize
        imageSize = setup.data.imageShape[1]
        threads = setup.threads
        loaderThreads = benchmark.loaderThreads
        loadingSeconds = benchmark.loadingSeconds
        loadingProcessorSeconds = benchmark.loadingProcessorSeconds
        imagesPerSecond = throughput.imagesPerSecond
        processorSecondsPerImage = throughput.processorSecondsPerImage
        model = setup.configuration.model
        secondsPerStep = steps?.inMemory
        secondsPerStepWithLoader = steps?.withLoader
    }

    var text: String {
        var text = """
            \(data), \(images) images to \(imageSize)×\(imageSize), batch \(batchSize), \
            \(loaderThreads) loader thread\(loaderThreads == 1 ? "" : "s")
              ready after     \(NumberText.short(loadingSeconds)) s
              batches         \(NumberText.short(imagesPerSecond)) images/s

            """
        if let plain = secondsPerStep, let loaded = secondsPerStepWithLoader {
            text += """
                  step in memory  \(NumberText.short(plain * 1e3)) ms (\(model), \(threads) \
                thread\(threads == 1 ? "" : "s"))
                  step, loaded    \(NumberText.short(loaded * 1e3)) ms, \
                \(NumberText.short(loaded / plain)) times that

                """
        }
        return text
    }
}
