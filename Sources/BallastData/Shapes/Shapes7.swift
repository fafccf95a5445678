import BallastCore
import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `shapes7`: a procedural set of coloured figures of seven kinds, each on a textured background
/// among distracting lines and blobs, with colours, place, size and rotation independent of the
/// kind.
public enum Shapes7 {
    public static let classNames = ShapeFigure.allCases.map(\.rawValue)

    /// Renders one part of a recipe, in parallel; each image is a function of (seed, part, index)
    /// and its label alone.
    public static func dataset(
        _ recipe: Shapes7Recipe, part: Shapes7Recipe.Part
    ) -> InMemoryImageDataset {
        let labels = labels(recipe, part: part)
        let shape = ImageShape(height: recipe.size, width: recipe.size, channels: 3)
        let total = labels.count * shape.byteCount
        let pixels = [UInt8](unsafeUninitializedCapacity: total) { buffer, initialized in
            nonisolated(unsafe) let images = buffer
            let chunk = 256
            let chunkCount = (labels.count + chunk - 1) / chunk
            DispatchQueue.concurrentPerform(iterations: chunkCount) { number in
                var canvas = ShapeCanvas(size: recipe.size)
                for index in (number * chunk)..<min((number + 1) * chunk, labels.count) {
                    let image = images[(index * shape.byteCount)...].prefix(shape.byteCount)
                    paint(
                        labels[index], index: index, recipe: recipe, part: part, on: &canvas,
                        into: UnsafeMutableBufferPointer(rebasing: image))
                }
            }
            initialized = total
        }
        return InMemoryImageDataset(
            name: "shapes7", classNames: classNames, imageShape: shape, pixels: pixels,
            labels: labels)
    }

    private static func paint(
        _ label: Int, index: Int, recipe: Shapes7Recipe, part: Shapes7Recipe.Part,
        on canvas: inout ShapeCanvas, into bytes: UnsafeMutableBufferPointer<UInt8>
    ) {
        let random = CounterRandom(
            seed: recipe.seed, stream: .synthesis, step: part.rawValue << 48 | UInt64(index))
        let scene = ShapeScene(
            ShapeFigure.allCases[label], difficulty: recipe.difficulty, random: random)
        scene.paint(on: &canvas)
        canvas.write(into: bytes, noise: recipe.noise, random: random)
    }

    /// The class of every image. Balanced parts hold each class once in every seven images, so
    /// that a larger part starts with the smaller one; unbalanced ones are a shuffled list.
    private static func labels(_ recipe: Shapes7Recipe, part: Shapes7Recipe.Part) -> [Int] {
        let count = part == .train ? recipe.trainCount : recipe.testCount
        let classCount = ShapeFigure.allCases.count
        func random(_ step: Int) -> CounterRandom {
            CounterRandom(
                seed: recipe.seed, stream: .synthesis,
                step: (part.rawValue + 2) << 48 | UInt64(step))
        }
        guard part == .train, recipe.balance > 1 else {
            let blocks = 0..<((count + classCount - 1) / classCount)
            return Array(blocks.flatMap { random($0).permutation(classCount) }.prefix(count))
        }
        let sizes = longTail(count: count, classCount: classCount, ratio: recipe.balance)
        let sorted = sizes.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
        return random(0).permutation(count).map { sorted[$0] }
    }

    /// Class sizes that fall geometrically by `ratio` from first to last (Cui et al.,
    /// "Class-balanced loss", 2019), at least 1 each, the sum exact.
    private static func longTail(count: Int, classCount: Int, ratio: Double) -> [Int] {
        let weights = (0..<classCount).map { pow(ratio, -Double($0) / Double(classCount - 1)) }
        let sum = weights.reduce(0, +)
        var sizes = weights.map { max(1, Int(Double(count) * $0 / sum)) }
        sizes[0] += count - sizes.reduce(0, +)
        return sizes
    }
}
