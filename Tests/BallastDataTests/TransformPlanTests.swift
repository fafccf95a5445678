import BallastData
import Testing

@Suite struct TransformPlanTests {
    private static let shape = ImageShape(height: 12, width: 12, channels: 3)

    /// An image in which each pixel tells its row and column: red is ten times the row, green ten
    /// times the column.
    private static let map: [UInt8] = (0..<144).flatMap { (pixel: Int) -> [UInt8] in
        [UInt8(pixel / 12 * 10), UInt8(pixel % 12 * 10), 200]
    }

    private func values(
        _ text: String, size: Int = 12, index: Int = 0, epoch: Int = 0, seed: UInt64 = 1,
        normalization: PixelNormalization = .bytes(channels: 3), pixels: [UInt8] = Self.map
    ) throws -> [Float] {
        let plan = try TransformPlan(
            TransformSpec(parsing: text), input: Self.shape, imageSize: size,
            normalization: normalization, seed: seed)
        var values = [Float](repeating: -1, count: plan.output.byteCount)
        var scratch = TransformScratch()
        plan.apply(pixels, index: index, epoch: epoch, into: &values, scratch: &scratch)
        return values
    }

    private func column(_ values: [Float], _ pixel: Int) -> Int {
        Int((values[pixel * 3 + 1] / 10).rounded())
    }

    private func row(_ values: [Float], _ pixel: Int) -> Int {
        Int((values[pixel * 3] / 10).rounded())
    }

    @Test(arguments: [
        "random-crop:padding=3", "random-resized-crop:scale=0.2-1", "flip", "rotate:30",
        "jitter:hue=0.5", "erase:p=1",
    ])
    func chanceDependsOnSeedEpochAndIndexAlone(text: String) throws {
        let first = try (0..<8).map { try values(text, index: $0) }
        #expect(try (0..<8).map { try values(text, index: $0) } == first)
        #expect(try (0..<8).map { try values(text, index: $0, epoch: 1) } != first)
        #expect(try (0..<8).map { try values(text, index: $0, seed: 2) } != first)
        #expect(Set(first).count > 1, "images differ")
    }

    @Test func theCentreIsCutOut() throws {
        let values = try values("center-crop", size: 8)
        #expect(row(values, 0) == 2 && column(values, 0) == 2)
        #expect(row(values, 63) == 9 && column(values, 63) == 9)
    }

    @Test func aRandomCropIsAPartOfTheImage() throws {
        var corners: Set<[Int]> = []
        for index in 0..<200 {
            let values = try values("random-crop", size: 10, index: index)
            let (top, left) = (row(values, 0), column(values, 0))
            corners.insert([top, left])
            for pixel in 0..<100 {
                #expect(row(values, pixel) == top + pixel / 10)
                #expect(column(values, pixel) == left + pixel % 10)
            }
        }
        #expect(corners.count == 9 && corners.allSatisfy { $0.allSatisfy((0...2).contains) })
    }

    @Test func whatPaddingAddsIsBlackAfterNormalization() throws {
        let normalization = PixelNormalization(
            mean: [0.5, 0.25, 0], standardDeviation: [0.5, 0.25, 1])
        var blackEdges = 0
        for index in 0..<50 {
            let values = try values(
                "random-crop:padding=4", index: index, normalization: normalization)
            // Blue is 200 in the whole image.
            for pixel in 0..<144 where values[pixel * 3 + 2] == 0 {
                #expect(values[pixel * 3] == -1 && values[pixel * 3 + 1] == -1)
                blackEdges += 1
            }
        }
        #expect(blackEdges > 0)
    }

    @Test func aFlipMirrorsHalfOfTheImages() throws {
        let flipped = try (0..<400).filter { index in
            let values = try values("flip", index: index)
            let isFlipped = column(values, 0) == 11
            for pixel in 0..<144 {
                #expect(column(values, pixel) == (isFlipped ? 11 - pixel % 12 : pixel % 12))
                #expect(row(values, pixel) == pixel / 12)
            }
            return isFlipped
        }
        // Five standard deviations of a fair coin.
        #expect(abs(flipped.count - 200) < 50)
        #expect(try column(values("flip:p=0"), 0) == 0)
        #expect(try column(values("flip:p=1"), 0) == 11)
    }

    @Test func aWholeResizedCropIsTheResizedImage() throws {
        let wide = try values("random-resized-crop:scale=1-1,ratio=1-1", size: 6)
        let image = DecodedImage(width: 12, height: 12, channels: 3, bytes: Self.map)
        let expected = image.resized(width: 6, height: 6).bytes
        for (value, byte) in zip(wide, expected) { #expect(abs(value - Float(byte)) <= 0.51) }
    }

    @Test func aResizedCropKeepsWithinTheImageAndItsShare() throws {
        for index in 0..<100 {
            let values = try values("random-resized-crop:scale=0.25-0.5", index: index)
            #expect(values.allSatisfy { (0...200.01).contains($0) })
            // The corner pixels' distance over 11 gaps tells the extent of the part.
            let height = (values[143 * 3] - values[0]) / 10 + 1
            let width = (values[143 * 3 + 1] - values[1]) / 10 + 1
            let share: Float = height * width / 144
            #expect(share > 0.1 && share < 0.75, "\(height)×\(width)")
        }
    }

    @Test func rotationKeepsTheMiddleAndIsBounded() throws {
        let turned = try values("rotate:20", index: 3)
        let middle = (5 * 12 + 5) * 3
        #expect(abs(turned[middle] - 50) < 6 && abs(turned[middle + 1] - 50) < 6)
        #expect(turned != (try values("flip:p=0", index: 3)))
        let quarter = Self.map.map(Float.init)
        #expect(zip(turned, quarter).contains { abs($0 - $1) > 1 })
    }

    @Test func jitterKeepsToItsFactors() throws {
        let grey = [UInt8](repeating: 100, count: Self.shape.byteCount)
        for index in 0..<50 {
            let values = try values(
                "jitter:brightness=0.3,contrast=0.4,saturation=0.5,hue=0.5", index: index,
                pixels: grey)
            // A grey image has no contrast, saturation or hue to move.
            #expect(values.allSatisfy { abs($0 - values[0]) < 1e-3 })
            #expect((69.9...130.1).contains(values[0]))
        }
        let still = try values("jitter:brightness=0,contrast=0,saturation=0,hue=0")
        #expect(zip(still, Self.map).allSatisfy { abs($0 - Float($1)) < 1e-4 })
    }

    @Test func aTurnOfTheHueKeepsValueAndChroma() throws {
        let values = try values("jitter:brightness=0,contrast=0,saturation=0,hue=0.5", index: 5)
        for pixel in 0..<144 {
            let before = Self.map[(pixel * 3)..<(pixel * 3 + 3)].map(Float.init)
            let after = Array(values[(pixel * 3)..<(pixel * 3 + 3)])
            #expect(abs((before.max() ?? 0) - (after.max() ?? 0)) < 1e-2)
            #expect(abs((before.min() ?? 0) - (after.min() ?? 0)) < 1e-2)
        }
        #expect(zip(values, Self.map).contains { abs($0 - Float($1)) > 20 })
    }

    @Test func erasingSetsARectangleToTheMean() throws {
        let normalization = PixelNormalization(
            mean: [0.9, 0.9, 0.1], standardDeviation: [1, 1, 1])
        for index in 0..<50 {
            let values = try values(
                "erase:p=1,area=0.1-0.3,ratio=0.5-2", index: index, normalization: normalization)
            let erased = (0..<144).filter { values[$0 * 3 + 2] == 0 }
            let rows = erased.map { $0 / 12 }
            let columns = erased.map { $0 % 12 }
            let height = (rows.max() ?? 0) - (rows.min() ?? 0) + 1
            let width = (columns.max() ?? 0) - (columns.min() ?? 0) + 1
            #expect(erased.count == height * width, "a rectangle")
            #expect((8...60).contains(erased.count))
        }
        #expect(try values("erase:p=0") == Self.map.map(Float.init))
    }

    @Test func greyImagesGoThroughAll() throws {
        let shape = ImageShape(height: 16, width: 16, channels: 1)
        let plan = try TransformPlan(
            TransformSpec(
                parsing: "random-resized-crop+rotate:9+flip+jitter:hue=0.1+erase:p=1"),
            input: shape, imageSize: 12, normalization: .unit(channels: 1), seed: 0)
        var values = [Float](repeating: -9, count: 144)
        var scratch = TransformScratch()
        plan.apply(
            [UInt8](repeating: 128, count: 256), index: 0, epoch: 0, into: &values,
            scratch: &scratch)
        #expect(values.allSatisfy { (0...1).contains($0) } && Set(values).count > 1)
    }
}
