import BallastCore
import BallastData

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Small grey images of waves in one direction for each class, under noise: learned in some dozens
/// of steps by the smallest models.
struct Gratings {
    var count = 512
    /// The amplitude of the noise; that of the waves is 40 of 255.
    var noise = 60.0
    /// The share of labels that are drawn anew.
    var relabelled = 0.0

    private static let classes = 4
    private static let size = 8

    func dataset(seed: UInt64) -> InMemoryImageDataset {
        let random = CounterRandom(seed: seed, stream: .probe, step: 1)
        var draw: UInt64 = 0
        let uniform = {
            draw += 1
            return Double(random.integer(draw, below: 1000)) / 1000
        }
        var (pixels, labels) = ([UInt8](), [Int]())
        for index in 0..<count {
            let label = index % Self.classes
            for place in 0..<(Self.size * Self.size) {
                // The sum of three is nearly normal.
                let scatter = uniform() + uniform() + uniform() - 1.5
                let value = 128 + 40 * Self.wave(label, place) + 2 * noise * scatter
                pixels.append(UInt8(max(0, min(255, value))))
            }
            let isKept = uniform() >= relabelled
            let other = min(Self.classes - 1, Int(uniform() * Double(Self.classes)))
            labels.append(isKept ? label : other)
        }
        return InMemoryImageDataset(
            name: "gratings", classNames: (0..<Self.classes).map { "direction \($0)" },
            imageShape: ImageShape(height: Self.size, width: Self.size, channels: 1),
            pixels: pixels, labels: labels)
    }

    private static func wave(_ label: Int, _ place: Int) -> Double {
        let angle = Double.pi * Double(label) / Double(classes)
        let (row, column) = (Double(place / size), Double(place % size))
        return sin(1.8 * (column * cos(angle) + row * sin(angle)))
    }
}
