import BallastCore
import BallastData
import BallastEvents
import BallastRuntime

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Measures how fast a configuration's training images come, and what they cost a training step.
public struct DataBenchmark {
    public let setup: TrainingSetup
    public let loaderThreads: Int
    /// The seconds it took to bring the data to where batches can be made of them: decoding, or
    /// finding and checking the packed cache.
    public let loadingSeconds: Double
    /// The same in processor time, of all threads.
    public let loadingProcessorSeconds: Double

    /// - Throws: what ``RunData`` and ``TrainingSetup`` throw.
    public init(
        _ configuration: RunConfiguration, makeBackend: (_ threads: Int) -> any Backend
    ) throws {
        let clock = ContinuousClock()
        let (start, processorStart) = (clock.now, Self.processorSeconds())
        let data = try RunData(configuration)
        loadingSeconds = (clock.now - start).seconds
        loadingProcessorSeconds = Self.processorSeconds() - processorStart
        setup = try TrainingSetup(configuration, data: data, makeBackend: makeBackend)
        loaderThreads = setup.loaderThreads
    }

    /// The processor time of this process so far.
    private static func processorSeconds() -> Double {
        Double(clock()) / Double(CLOCKS_PER_SEC)
    }

    /// Images per second, nothing else being done, and the processor time of each: one epoch to
    /// warm up, then whole epochs.
    ///
    /// - Throws: what the data set throws for an unreadable image.
    public func throughput(
        seconds: Double
    ) throws -> (imagesPerSecond: Double, processorSecondsPerImage: Double) {
        var source = setup.batches(loaderThreads: loaderThreads)
        let images = UnsafeMutablePointer<Float>.allocate(capacity: source.imageElementCount)
        let labels = UnsafeMutablePointer<Int32>.allocate(capacity: source.batchSize)
        defer {
            images.deallocate()
            labels.deallocate()
        }
        let clock = ContinuousClock()
        for _ in 0..<source.batchesPerEpoch { _ = try source.next(images: images, labels: labels) }
        var count = 0
        let (start, processorStart) = (clock.now, Self.processorSeconds())
        repeat {
            for _ in 0..<source.batchesPerEpoch {
                count += try source.next(images: images, labels: labels).count
            }
        } while (clock.now - start).seconds < seconds
        return (
            Double(count) / (clock.now - start).seconds,
            (Self.processorSeconds() - processorStart) / Double(count)
        )
    }

    /// Steps of one window; windows with and without the loader take turns.
    public static let stepsPerWindow = 4

    /// The median seconds of a step on images in memory and on those that the loader brings.
    ///
    /// - Throws: what the data set throws for an unreadable image.
    public func stepSeconds(
        seconds: Double
    ) throws -> (inMemory: Double, withLoader: Double, windows: Int) {
        var source = setup.batches(loaderThreads: loaderThreads)
        let program = try setup.engine.gradientProgram(setup.batchSize)
        var step = 0
        let clock = ContinuousClock()
        func measure(_ load: () throws -> Void) throws -> Double {
            let start = clock.now
            try load()
            step += 1
            let scalars = StepScalars(learningRate: 0, step: step)
            setup.engine.run(program, scalars)
            setup.engine.run(try setup.engine.update(), scalars)
            setup.engine.run(try setup.engine.proposal(), scalars)
            setup.engine.commit()
            return (clock.now - start).seconds
        }
        var (plain, loaded): ([Double], [Double]) = ([], [])
        for _ in 0..<2 { _ = try measure { try source.next(into: program) } }
        let start = clock.now
        var windows = 0
        while windows < 3 || (clock.now - start).seconds < seconds {
            // The first step of a window counts for nothing: the loader may still be at work for
            // the window before, or not yet for this one.
            _ = try measure {}
            for _ in 0..<Self.stepsPerWindow { plain.append(try measure {}) }
            _ = try measure { try source.next(into: program) }
            for _ in 0..<Self.stepsPerWindow {
                loaded.append(try measure { try source.next(into: program) })
            }
            windows += 1
        }
        return (plain.median, loaded.median, windows)
    }
}
