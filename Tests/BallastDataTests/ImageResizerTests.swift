import BallastData
import Testing

@Suite struct ImageResizerTests {
    private let gradient = DecodedImage(
        width: 8, height: 5, channels: 3, bytes: (0..<120).map { UInt8($0 * 2) })

    @Test func theSameSizeKeepsTheBytes() {
        let resizer = ImageResizer(from: gradient.shape, height: 5, width: 8)
        var output = [UInt8](repeating: 0, count: 120)
        var scratch = resizer.makeScratch()
        gradient.bytes.withUnsafeBufferPointer { source in
            output.withUnsafeMutableBufferPointer {
                resizer.resize(source, into: $0, scratch: &scratch)
            }
        }
        #expect(output == gradient.bytes)
        #expect(gradient.resized(width: 8, height: 5) == gradient)
    }

    @Test(arguments: [(1, 1), (3, 7), (8, 16), (31, 2)])
    func aConstantStaysConstant(width: Int, height: Int) {
        for value: UInt8 in [0, 1, 128, 254, 255] {
            let image = DecodedImage(
                width: 8, height: 5, channels: 1, bytes: Array(repeating: value, count: 40))
            let resized = image.resized(width: width, height: height)
            #expect(resized.bytes == Array(repeating: value, count: width * height))
        }
    }

    @Test func shrinkingAveragesAndGrowingInterpolates() {
        let stripes = DecodedImage(
            width: 8, height: 1, channels: 1, bytes: [0, 200, 0, 200, 0, 200, 0, 200])
        let shrunk = stripes.resized(width: 2, height: 1).bytes
        #expect(shrunk.allSatisfy { abs(Int($0) - 100) <= 15 })
        let pair = DecodedImage(width: 2, height: 1, channels: 1, bytes: [0, 100])
        #expect(pair.resized(width: 4, height: 1).bytes == [0, 25, 75, 100])
    }

    @Test(arguments: [(1, 5, 7), (3, 5, 7), (4, 20, 3), (3, 8, 20), (2, 1, 1)])
    func everyPixelIsTheMeanUnderATriangle(channels: Int, width: Int, height: Int) {
        let image = DecodedImage(
            width: 13, height: 11, channels: channels,
            bytes: (0..<(143 * channels)).map { UInt8(truncatingIfNeeded: $0 * $0 * 31) })
        let resized = image.resized(width: width, height: height)
        func weights(_ position: Int, _ from: Int, _ to: Int) -> [Double] {
            let scale = Double(from) / Double(to)
            let support = max(scale, 1)
            let triangle = (0..<from).map {
                max(0, 1 - abs(Double($0) + 0.5 - (Double(position) + 0.5) * scale) / support)
            }
            return triangle.map { $0 / triangle.reduce(0, +) }
        }
        for row in 0..<height {
            let vertical = weights(row, 11, height)
            for column in 0..<width {
                let horizontal = weights(column, 13, width)
                for channel in 0..<channels {
                    var expected = 0.0
                    for y in 0..<11 {
                        for x in 0..<13 {
                            let byte = image.bytes[(y * 13 + x) * channels + channel]
                            expected += vertical[y] * horizontal[x] * Double(byte)
                        }
                    }
                    let value = resized.bytes[(row * width + column) * channels + channel]
                    #expect(abs(Double(value) - expected) <= 0.51)
                }
            }
        }
    }
}
