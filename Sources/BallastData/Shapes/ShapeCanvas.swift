import BallastCore

/// A square RGB picture in the making; positions and lengths are fractions of its side, with the
/// origin in the upper left corner, and colours lie on the 0…1 scale.
struct ShapeCanvas {
    typealias Point = SIMD2<Float>
    typealias Colour = SIMD3<Float>

    private let size: Int
    private var pixels: [Colour]

    init(size: Int) {
        self.size = size
        pixels = Array(repeating: .zero, count: size * size)
    }

    /// Covers the whole canvas.
    @inline(__always)
    mutating func fill(_ colour: (Point) -> Colour) {
        for row in 0..<size {
            for column in 0..<size {
                pixels[row * size + column] = colour(middle(row: row, column: column))
            }
        }
    }

    /// Paints what lies inside of an outline, its edge antialiased over one pixel.
    ///
    /// - Parameters:
    ///   - centre: the middle of the square that is looked at, `2 × reach` wide.
    ///   - distance: the signed distance from the outline, negative inside.
    @inline(__always)
    mutating func paint(
        around centre: Point, reach: Float, distance: (Point) -> Float, colour: (Point) -> Colour
    ) {
        let rows = span(centre.y, reach)
        let columns = span(centre.x, reach)
        for row in rows {
            for column in columns {
                let point = middle(row: row, column: column)
                let coverage = min(max(0.5 - distance(point) * Float(size), 0), 1)
                guard coverage > 0 else { continue }
                let position = row * size + column
                pixels[position] += (colour(point) - pixels[position]) * coverage
            }
        }
    }

    /// Adds noise, clips, and writes rows of RGB bytes.
    ///
    /// The noise is the sum of four random bytes per value, which is close to normal; it takes the
    /// words from 2²⁰ on of the image's stream, behind those of its scene.
    func write(
        into bytes: UnsafeMutableBufferPointer<UInt8>, noise: Float, random: CounterRandom
    ) {
        for (position, colour) in pixels.enumerated() {
            let words = random.block(1 << 18 | UInt64(position))
            let deviates = SIMD3(
                Self.deviate(words.0), Self.deviate(words.1), Self.deviate(words.2))
            let noisy = (colour + deviates * noise) * 255 + 0.5
            let clipped = noisy.clamped(lowerBound: .zero, upperBound: SIMD3(repeating: 255))
            for channel in 0..<3 {
                bytes[position * 3 + channel] = UInt8(clipped[channel])
            }
        }
    }

    /// A number of mean 0 and variance 1 from four independent bytes.
    private static func deviate(_ word: UInt32) -> Float {
        let sum = (word & 0xFF) + (word >> 8 & 0xFF) + (word >> 16 & 0xFF) + (word >> 24)
        return (Float(sum) - 510) / 147.8
    }

    private func middle(row: Int, column: Int) -> Point {
        Point(Float(column) + 0.5, Float(row) + 0.5) / Float(size)
    }

    private func span(_ middle: Float, _ reach: Float) -> Range<Int> {
        let low = max(Int(((middle - reach) * Float(size)).rounded(.down)) - 1, 0)
        let high = min(Int(((middle + reach) * Float(size)).rounded(.up)) + 1, size)
        return low..<max(low, high)
    }
}
