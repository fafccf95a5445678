import BallastCore
import BallastData
import Testing

@Suite struct InspectionTests {
    /// Grey 2×2 images of these values, class by class as labelled.
    private func dataset(_ values: [Int], _ labels: [Int]) -> InMemoryImageDataset {
        InMemoryImageDataset(
            name: "made", classNames: ["a", "b", "c"],
            imageShape: ImageShape(height: 2, width: 2, channels: 1),
            pixels: values.flatMap { [UInt8](repeating: UInt8($0), count: 4) }, labels: labels)
    }

    private func folder(_ files: [(String, Int)]) throws -> (TemporaryDirectory, DatasetInspection)
    {
        let directory = TemporaryDirectory()
        for (name, value) in files {
            if value >= 0 {
                try directory.write(plainPNG(value), to: name)
            } else {
                directory.write([1, 2, 3], to: name)
            }
        }
        var options = LoadingOptions()
        options.skipsBadFiles = true
        let parts = try DatasetSpec(parsing: "folder:\(directory.path)").load(options)
        return (directory, try DatasetInspection(parts))
    }

    @Test func copiesAreFoundWithinAndAcrossParts() throws {
        let (_, inspection) = try folder([
            ("train/a/1.png", 10), ("train/a/2.png", 10), ("train/b/1.png", 20),
            ("train/b/2.png", 30), ("val/a/1.png", 40), ("val/b/1.png", 20), ("val/a/9.png", 30),
        ])
        #expect(
            inspection.duplicates.map { $0.images.compactMap(\.file) } == [
                ["train/a/1.png", "train/a/2.png"], ["train/b/1.png", "val/b/1.png"],
                ["train/b/2.png", "val/a/9.png"],
            ])
        #expect(inspection.duplicates.map(\.contradicts) == [false, false, true])
        #expect(inspection.duplicates.allSatisfy { $0.hasEqualFiles })
        #expect(inspection.leakedImages.compactMap(\.file) == ["val/b/1.png", "val/a/9.png"])
    }

    @Test func theSamePixelsInAnotherFileAreACopy() throws {
        let directory = TemporaryDirectory()
        try directory.write(plainPNG(7), to: "a/colour.png")
        try directory.write(plainPNG(7, channels: 1), to: "b/grey.png")
        let parts = try DatasetSpec(parsing: "folder:\(directory.path)").load()
        let group = try #require(try DatasetInspection(parts).duplicates.first)
        #expect(group.images.count == 2 && !group.hasEqualFiles && group.contradicts)
    }

    @Test func filesAreCounted() throws {
        let (_, inspection) = try folder([
            ("a/1.png", 1), ("a/2.png", 2), ("b/1.png", 3), ("b/bad.jpg", -1), ("b/notes.txt", -1),
        ])
        #expect(inspection.parts[0].classCounts == [2, 1] && inspection.parts[0].imbalance == 2)
        #expect(inspection.skipped.map(\.file) == ["b/bad.jpg"])
        #expect(inspection.ignoredFiles == 1)
        #expect(inspection.files?.formats == [.png: 3] && inspection.files?.channels == [3: 3])
        #expect(inspection.files?.largest == inspection.files?.smallest)
    }

    @Test func momentsAreThoseOfAllPixels() throws {
        let directory = TemporaryDirectory()
        try directory.write(plainPNG(0), to: "a/1.png")
        try directory.write(plainPNG(255), to: "b/1.png")
        let parts = try DatasetSpec(parsing: "folder:\(directory.path)").load()
        let normalization = try DatasetInspection(parts).normalization
        #expect(normalization.mean == [0.5, 0.5, 0.5])
        #expect(normalization.standardDeviation == [0.5, 0.5, 0.5])
    }

    private static func label(_ order: LabelOrder, _ index: Int) -> Int {
        switch order {
        case .sorted: index / 100
        case .clustered: index / 2 % 3
        case .alternating: index % 3
        case .mixed:
            CounterRandom(seed: 1, stream: .synthesis).integer(UInt64(index), below: 3)
        }
    }

    @Test(arguments: [LabelOrder.sorted, .clustered, .alternating, .mixed])
    func theOrderOfLabelsIsTold(order: LabelOrder) throws {
        let directory = TemporaryDirectory()
        let labels = (0..<300).map { UInt8(Self.label(order, $0)) }
        directory.write(
            idxBytes([300, 1, 1], [UInt8](repeating: 0, count: 300)), to: "train-images-ubyte")
        directory.write(idxBytes([300], labels), to: "train-labels-ubyte")
        let parts = try DatasetSpec(parsing: "idx:\(directory.path)").load()
        #expect(try DatasetInspection(parts).parts[0].order == order)
    }

    @Test func labelsThatHaveNothingToDoWithThePixelsAreTold() throws {
        let random = CounterRandom(seed: 5, stream: .synthesis)
        let values = (0..<240).map { random.integer(UInt64($0), below: 250) }
        for isShuffled in [false, true] {
            let labels = (0..<240).map { UInt8(isShuffled ? $0 % 3 : values[$0] / 84) }
            let directory = TemporaryDirectory()
            let pixels = values.flatMap { value in (0..<16).map { UInt8(value + $0 % 5) } }
            directory.write(idxBytes([240, 4, 4], pixels), to: "train-images-ubyte")
            directory.write(idxBytes([240], labels), to: "train-labels-ubyte")
            let parts = try DatasetSpec(parsing: "idx:\(directory.path)").load()
            let agreement = try #require(try DatasetInspection(parts).agreement)
            #expect(agreement.isByChance == isShuffled, "\(agreement)")
            #expect(abs(agreement.chance - 1 / 3.0) < 0.02)
        }
    }

    @Test func theContactSheetHasARowForEachClass() throws {
        let sheet = try ContactSheet(dataset([10, 20, 30, 40], [2, 0, 2, 2]))
        #expect(sheet.classes == [0, 2])
        #expect(sheet.image.width == 12 * 66 + 2 && sheet.image.height == 2 * 66 + 2)
        func pixel(_ row: Int, _ column: Int) -> UInt8 {
            sheet.image.bytes[((row * 66 + 30) * sheet.image.width + column * 66 + 30) * 3]
        }
        #expect(pixel(0, 0) == 20 && pixel(0, 1) == 255)
        #expect((0..<4).map { pixel(1, $0) } == [10, 30, 40, 255])
    }
}
